import type { ScheduleFields } from '../domain/index.ts';
import type { SeenRunner } from './runner-directory.ts';
import type { LastRun } from './stats-store.ts';

/** Silence of so many heartbeats, and of so long at least, and the runner is taken for dead. */
const SILENT_HEARTBEATS = 2.5;
const MIN_SILENCE_MS = 5_000;

/** Whether a runner that was seen is there now, by its heartbeat. */
export function isAlive({ state, heartbeatAt, heartbeatEverySeconds }: SeenRunner, now: number): boolean {
  const silenceMs = Math.max(MIN_SILENCE_MS, heartbeatEverySeconds * 1_000 * SILENT_HEARTBEATS);
  return state !== 'stopped' && now - heartbeatAt < silenceMs;
}

/** A report of a runner that stopped is kept so long: it says who was there. */
export const STOPPED_KEPT_MS = 3_600_000;

/** The report of a runner that died is kept so long: somebody should see it, and its journal be taken over. */
export const DEAD_KEPT_MS = 24 * 3_600_000;

/** Whether nobody needs a report any more, as far as its age goes. */
export function isOutdated({ state, heartbeatAt }: SeenRunner, now: number): boolean {
  return now - heartbeatAt > (state === 'stopped' ? STOPPED_KEPT_MS : DEAD_KEPT_MS);
}

/** Whether a runner is gone for good, as far as it can be seen: dead, or stopped a while ago. */
export function isRemovable(runner: SeenRunner, now: number): boolean {
  if (runner.state === 'stopped') return now - runner.heartbeatAt > STOPPED_KEPT_MS;
  return !isAlive(runner, now);
}

/** Where a new schedule of a job begins, by the code of the living runner that started last; empty where none says. */
export function reportedDefaults(
  jobKey: unknown,
  runners: readonly SeenRunner[],
  now: number,
): Partial<ScheduleFields> {
  const newestFirst = runners
    .filter((runner) => isAlive(runner, now))
    .sort((a, b) => b.startedAt - a.startedAt);
  const found = newestFirst.flatMap(({ jobs }) => jobs.filter((job) => job.jobKey === jobKey));
  return found[0]?.defaults ?? {};
}

/**
 * Whether the runner that fires has the job; without one, whether any living runner has it. Null while none lives. A job that
 * only a standby has is skipped, so it does not count as registered.
 */
export function isRegistered(jobKey: string, runners: readonly SeenRunner[], now: number): boolean | null {
  const alive = runners.filter((runner) => isAlive(runner, now));
  if (alive.length === 0) return null;
  const active = alive.filter(({ state }) => state === 'active');
  const asked = active.length > 0 ? active : alive;
  return asked.some(({ jobs }) => jobs.some((job) => job.jobKey === jobKey));
}

/** The counters reach the store once a minute; until then a runner's report knows better. */
export function newestRun(
  scheduleId: string,
  written: LastRun | undefined,
  runners: readonly SeenRunner[],
): LastRun | null {
  const candidates = runners.flatMap(({ freshLastRuns }) => freshLastRuns[scheduleId] ?? []);
  if (written !== undefined) candidates.push(written);
  return candidates.reduce<LastRun | null>(
    (newest, run) => (newest === null || run.runTime > newest.runTime ? run : newest),
    null,
  );
}
