import { PATHS, type Receipt } from '@zenpulse/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../../api/request.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/** What became of one save of a schedule: asked again, less and less often, until it is applied. `version`: of the save. */
export function receiptQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['receipt', id, version],
    queryFn: ({ signal }) => fetchReceipt(id, signal),
    refetchInterval: ({ state }) => (state.data?.appliedAt ? false : pauseAfter(state.dataUpdateCount)),
    gcTime: 0,
  });
}

export function fetchReceipt(id: string, signal?: AbortSignal): Promise<Receipt> {
  return request(PATHS.receipt, { params: { id }, ...(signal && { signal }) });
}

/** Before the next question, when `asked` were answered. */
export function pauseAfter(asked: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** asked);
}
