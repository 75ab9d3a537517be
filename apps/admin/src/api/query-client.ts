import { MutationCache, QueryClient } from '@tanstack/react-query';

/**
 * A failed read keeps the old data; the poller tries again. Writes are never repeated automatically. `onWritten` is
 * called after each successful write.
 */
export function createQueryClient(onWritten: () => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({ onSuccess: onWritten }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: 1_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
