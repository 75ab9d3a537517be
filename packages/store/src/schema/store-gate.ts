type Operation = (...args: never[]) => Promise<unknown>;
type Operations<Store> = { readonly [Name in keyof Store]: Operation };

/** Wraps a store so that no operation begins before the gate's check has passed. */
export type StoreGate = <Store extends Operations<Store>>(store: Store) => Store;

/** `look` is the check: until it succeeds once, each operation calls it first and throws its error. */
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
