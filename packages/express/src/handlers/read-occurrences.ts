import {
  hasStarted,
  OUTCOMES,
  type AccountInput,
  type OccurrenceRecord,
  type Schedule,
} from '@zenpulse/core/domain';
import type { ExecutionStore } from '@zenpulse/core/ports';

/** Records read for one page; an occurrence may have a hundred attempts. */
const MOST_RECORDS = 2_000;
/** Runs looked through for those that held a slot. */
const MOST_HOLDERS = 100;

const STARTED = OUTCOMES.filter((status) => hasStarted({ status }));

/** What the table knows of the occurrences of a range: their records, and who held the slots of the skipped ones. */
export async function readOccurrences(
  schedule: Schedule,
  { from, to }: Pick<AccountInput, 'from' | 'to'>,
  executions: ExecutionStore,
): Promise<Pick<AccountInput, 'records' | 'isCut' | 'holders'>> {
  const records = await executions.occurrences(schedule.id, from, MOST_RECORDS);
  const inRange = records.filter(({ scheduledAt }) => scheduledAt < to);
  return {
    records,
    isCut: records.length === MOST_RECORDS,
    holders: await readHolders(schedule, inRange, executions),
  };
}

/** Runs by hand, and those that began before the range. With the job's key an index finds the newest. */
async function readHolders(
  { id, jobKey }: Schedule,
  records: readonly OccurrenceRecord[],
  executions: ExecutionStore,
): Promise<AccountInput['holders']> {
  const lastSkip = records.findLast(({ reason }) => reason === 'max-instances');
  if (lastSkip === undefined) return [];
  const filter = { jobKey, scheduleId: id, status: STARTED, to: lastSkip.runTime + 1 };
  const { items } = await executions.list(filter, { limit: MOST_HOLDERS });
  return items.map(({ id: runId, runTime, durationMs }) => ({
    id: runId,
    startedAt: runTime,
    endedAt: durationMs === null ? null : runTime + durationMs,
  }));
}
