import type { AskedSchedule } from '../access/ask-may.ts';
import { askedSchedule } from '../access/schedule-rules.ts';
import type { Installation } from '../installation.ts';

interface RunOf {
  readonly scheduleId: string;
  /** Unknown of a request. */
  readonly jobKey?: string;
  readonly variant?: string;
}

/** Requests by hand up to now, made on a host whose clock is ahead too. */
const AHEAD_MS = 600_000;

/** The schedule of a run as a rule sees it; null for a run that nothing is known of yet. */
export async function scheduleOfRun(
  runId: string,
  { backend, clock }: Pick<Installation, 'backend' | 'clock'>,
): Promise<AskedSchedule | null> {
  const run = await knownRun(runId, backend, clock.now());
  if (run === null) return null;
  const row = await backend.schedules.get(run.scheduleId);
  if (row !== null) return askedSchedule(row);
  const { scheduleId: id, jobKey, variant = '' } = run; // its schedule was deleted
  return jobKey === undefined ? null : { id, jobKey, variant, owner: null };
}

async function knownRun(
  runId: string,
  { executions, runners, runRequests }: Installation['backend'],
  now: number,
): Promise<RunOf | null> {
  const recorded = await executions.get(runId);
  if (recorded !== null) return recorded;
  const reports = await runners.list();
  const reported = reports
    .flatMap(({ runningNow, waitingNow }): { runId: string; scheduleId: string; jobKey: string }[] => [
      ...runningNow,
      ...waitingNow,
    ])
    .find((run) => run.runId === runId);
  if (reported !== undefined) return reported;
  const requests = [...(await runRequests.claimed()), ...(await runRequests.expired(now + AHEAD_MS))];
  return requests.find(({ id }) => id === runId) ?? null;
}
