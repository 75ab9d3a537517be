import { PATHS, type Receipt } from '@zenpulse/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../../api/request.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
/** About 12 s in all; afterwards it is polled like the rest of the page. */
const ASK_TIMES = 8;

/**
 * Whether a save of a schedule was applied: requested again, at growing intervals, until it is. `version`: the save's.
 */
export function receiptQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['receipt', id, version],
    queryFn: ({ signal }) => fetchReceipt(id, signal),
    refetchInterval: ({ state: { data, dataUpdateCount, status } }) =>
      data?.appliedAt || dataUpdateCount > ASK_TIMES || status === 'error'
        ? false
        : pauseAfter(dataUpdateCount),
    gcTime: 0,
  });
}

export function fetchReceipt(id: string, signal?: AbortSignal): Promise<Receipt> {
  return request(PATHS.receipt, { params: { id }, ...(signal && { signal }) });
}

/** The pause before the next request, after `asked` answers. */
export function pauseAfter(asked: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** asked);
}
