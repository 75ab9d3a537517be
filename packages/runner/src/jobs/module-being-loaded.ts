let loading: string | null = null;

/** The module that is being loaded right now, for a process that ends meanwhile; null for none. */
export function moduleBeingLoaded(): string | null {
  return loading;
}

/** Runs `load` as the loading of that module. */
export async function whileLoading<T>(module: string, load: () => Promise<T>): Promise<T> {
  loading = module;
  try {
    return await load();
  } finally {
    loading = null;
  }
}
