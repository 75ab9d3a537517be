/** Runs a store's operation; what means "the database is away" leaves it as `store_unavailable`. */
export type Guard = <T>(operation: () => Promise<T>) => Promise<T>;

/** `toStoreError` knows the words of one driver, and gives back what it does not know. */
export function guardWith(toStoreError: (error: unknown) => unknown): Guard {
  return async (operation) => {
    try {
      return await operation();
    } catch (error) {
      throw toStoreError(error);
    }
  };
}
