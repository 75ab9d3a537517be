type Operation = (...args: never[]) => Promise<unknown>;
type Operations<Store> = { readonly [Name in keyof Store]: Operation };

/** The same store, none of whose operations begins before the gate was passed. */
export type StoreGate = <Store extends Operations<Store>>(store: Store) => Store;

/** `look` throws what an operation that comes too early throws; it is asked again by the next one until it does not. */
export function createStoreGate(look: () => Promise<void>): StoreGate {
  let passing: Promise<void> | null = null;

  const pass = (): Promise<void> => {
    passing ??= look().catch((error: unknown) => {
      passing = null;
      throw error;
    });
    return passing;
  };

  return <Store extends Operations<Store>>(store: Store) => {
    const gated = Object.entries<Operation>(store).map(([name, operation]) => [
      name,
      async (...args: never[]) => {
        await pass();
        return operation(...args);
      },
    ]);
    return Object.fromEntries(gated) as Store; // the same names, arguments and results
  };
}
