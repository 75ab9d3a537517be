/** Runs a store's operation; errors that mean "the database is unavailable" are thrown as `store_unavailable`. */
export type Guard = <T>(operation: () => Promise<T>) => Promise<T>;

/** `toStoreError` maps one driver's errors, and returns unknown ones unchanged. */
export function guardWith(toStoreError: (error: unknown) => unknown): Guard {
  return async (operation) => {
    try {
      return await operation();
    } catch (error) {
      throw toStoreError(error);
    }
  };
}
