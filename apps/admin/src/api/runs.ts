import { PATHS, type CancelAccepted } from '@zenpulse/contract';
import { request } from './request.ts';

/** Asks the runners to end a run, or to give it up if it waits. */
export function cancelRun(runId: string): Promise<CancelAccepted> {
  return request(PATHS.cancel, { method: 'POST', params: { runId } });
}
