import type { Execution } from '@zenpulse/core/domain';
import { RUN_REQUEST_TTL_MS, type Backend, type Clock } from '@zenpulse/core/ports';
import { expireRunRequests } from '@zenpulse/store';
import { pause } from '../pause.ts';

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 500;

export interface WaitDeps {
  readonly backend: Pick<Backend, 'executions' | 'runRequests' | 'schedules'>;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

/**
 * Resolves to the record of a run by hand once it exists; to null if none came in time or the signal aborted. A request
 * that no runner claimed in time gets its record here, since there is no runner to write it.
 */
export async function waitForOutcome(
  runId: string,
  forMs: number,
  deps: WaitDeps,
): Promise<Execution | null> {
  const execution = await waitForExecution(runId, Math.min(forMs, RUN_REQUEST_TTL_MS), deps);
  if (execution !== null || forMs < RUN_REQUEST_TTL_MS || deps.interruption.aborted) return execution;
  await expireRunRequests(deps.backend, deps.clock);
  return waitForExecution(runId, forMs - RUN_REQUEST_TTL_MS, deps);
}

/** Polls often at first, since most runs are short. */
async function waitForExecution(
  runId: string,
  forMs: number,
  { backend, clock, interruption }: WaitDeps,
): Promise<Execution | null> {
  const deadline = clock.monotonic() + forMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_PAUSE_MS)) {
    const execution = await backend.executions.get(runId);
    const leftMs = deadline - clock.monotonic();
    if (execution !== null || leftMs <= 0 || interruption.aborted) return execution;
    await pause(clock, Math.min(pauseMs, leftMs), interruption);
  }
}
