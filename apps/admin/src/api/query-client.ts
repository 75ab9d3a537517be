import { MutationCache, QueryClient } from '@tanstack/react-query';

/**
 * A failed read keeps what was shown; the poller asks again. Writes are never repeated unasked.
 * `onWritten` is called after each write that succeeded.
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
