import type { Execution } from '@zenpulse/core/domain';
import { StoreError, type Backend, type Clock, type ReportedRun } from '@zenpulse/core/ports';
import { madeAt } from '../new-id.ts';

/** A run younger than this may not be reported yet, or not be claimed. */
const YOUNG_MS = 60_000;

type CancelStores = Pick<Backend, 'executions' | 'runners' | 'runRequests' | 'cancelRequests'>;

/**
 * Asks the runners to end a run. Reports lag behind, so an unreported run is assumed to exist while its id is young.
 * Throws `run_ended` for a run that has ended or is already being cancelled, and `not_found` for an unknown id.
 */
export async function requestCancel(runId: string, backend: CancelStores, clock: Clock): Promise<void> {
  const recorded = await backend.executions.get(runId);
  if (recorded !== null && isEnd(recorded)) throw ended(runId, recorded.status);
  const reported = await reportOf(runId, backend);
  if (reported?.timedOutAt != null) throw ended(runId, 'timeout');
  if (reported?.cancelledAt != null) throw ended(runId, 'cancelled');
  if (reported === null && !isYoung(runId, clock) && !(await isAskedFor(runId, backend))) {
    throw new StoreError('not_found', `no runner has a run ${runId}, and no execution has this id`);
  }
  await backend.cancelRequests.add({ runId, requestedAt: clock.now() });
}

/** False for `missed/ambiguous`: such a run may still be running, and its record is replaced by the real outcome. */
function isEnd({ status, reason }: Execution): boolean {
  return status !== 'missed' || reason !== 'ambiguous';
}

function ended(runId: string, how: string): StoreError {
  const whether =
    how === 'timeout' || how === 'cancelled' ? ', though its job may not have returned yet' : '';
  return new StoreError('run_ended', `the run ${runId} has ended: ${how}${whether}`);
}

/** A waiting run has no timeout or cancellation to report. */
type Whereabouts = Pick<ReportedRun, 'timedOutAt' | 'cancelledAt'>;

async function reportOf(runId: string, { runners }: CancelStores): Promise<Whereabouts | null> {
  const reports = await runners.list();
  const running = reports.flatMap(({ runningNow }) => runningNow).find((run) => run.runId === runId);
  if (running !== undefined) return running;
  const isWaiting = reports.some(({ waitingNow }) => waitingNow.some((run) => run.runId === runId));
  return isWaiting ? { timedOutAt: null, cancelledAt: null } : null;
}

function isYoung(runId: string, clock: Clock): boolean {
  const at = madeAt(runId);
  return at !== null && Math.abs(clock.now() - at) < YOUNG_MS;
}

/** True for a run by hand claimed by a runner whose report does not list all its waiting runs. */
async function isAskedFor(runId: string, { runRequests }: CancelStores): Promise<boolean> {
  return (await runRequests.claimed()).some(({ id }) => id === runId);
}
