import { QueryClient } from '@tanstack/react-query';
import { ConnectionError } from './api-error.ts';

/** Reads are retried as long as nobody answers; a refusal is final. Writes are never repeated unasked. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: (_, error) => error instanceof ConnectionError,
        retryDelay: 2_000,
        staleTime: 1_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
