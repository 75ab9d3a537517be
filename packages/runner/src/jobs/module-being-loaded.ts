let loading: string | null = null;

/** The module that is being loaded, to be named if the process ends meanwhile; null if there is none. */
export function moduleBeingLoaded(): string | null {
  return loading;
}

/** Runs `load` and records that this module is being loaded. */
export async function whileLoading<T>(module: string, load: () => Promise<T>): Promise<T> {
  loading = module;
  try {
    return await load();
  } finally {
    loading = null;
  }
}
