import { withFreshRecent, type RecentOccurrence, type ScheduleFields } from '../domain/index.ts';
import type { ReportedJob, SeenRunner } from './runner-directory.ts';
import type { LastRun } from './stats-store.ts';

/** A runner is considered dead after this many missed heartbeats, but not before the time below. */
const SILENT_HEARTBEATS = 2.5;
const MIN_SILENCE_MS = 5_000;

/** True if a runner is present, judged by its heartbeat. */
export function isAlive({ state, heartbeatAt, heartbeatEverySeconds }: SeenRunner, now: number): boolean {
  const silenceMs = Math.max(MIN_SILENCE_MS, heartbeatEverySeconds * 1_000 * SILENT_HEARTBEATS);
  return state !== 'stopped' && now - heartbeatAt < silenceMs;
}

/** How long the report of a stopped runner is kept, to show which runners there were. */
export const STOPPED_KEPT_MS = 3_600_000;

/** How long the report of a dead runner is kept, so that it is noticed and its journal can be adopted. */
export const DEAD_KEPT_MS = 24 * 3_600_000;

/** True if a report is old enough to be removed. */
export function isOutdated({ state, heartbeatAt }: SeenRunner, now: number): boolean {
  return now - heartbeatAt > (state === 'stopped' ? STOPPED_KEPT_MS : DEAD_KEPT_MS);
}

/** True if a runner is gone for good: dead, or stopped a while ago. */
export function isRemovable(runner: SeenRunner, now: number): boolean {
  if (runner.state === 'stopped') return now - runner.heartbeatAt > STOPPED_KEPT_MS;
  return !isAlive(runner, now);
}

/**
 * The defaults for a new schedule of a job, reported by the living runner that started last; empty if none reports any.
 */
export function reportedDefaults(
  jobKey: unknown,
  runners: readonly SeenRunner[],
  now: number,
): Partial<ScheduleFields> {
  return reportedJob(jobKey, runners, now)?.defaults ?? {};
}

/** A job as the living runner reports it that started last; undefined if none has it. */
export function reportedJob(
  jobKey: unknown,
  runners: readonly SeenRunner[],
  now: number,
): ReportedJob | undefined {
  const newestFirst = runners
    .filter((runner) => isAlive(runner, now))
    .sort((a, b) => b.startedAt - a.startedAt);
  return newestFirst.flatMap(({ jobs }) => jobs.filter((job) => job.jobKey === jobKey))[0];
}

/**
 * True if the active runner has the job; without an active one, if any living runner has it. Null while none is alive.
 * A job that only a standby has does not count: its occurrences are skipped.
 */
export function isRegistered(jobKey: string, runners: readonly SeenRunner[], now: number): boolean | null {
  return registeredJobs(runners, now)?.has(jobKey) ?? null;
}

/** The keys of the jobs that are registered, as above. */
export function registeredJobs(runners: readonly SeenRunner[], now: number): ReadonlySet<string> | null {
  const alive = runners.filter((runner) => isAlive(runner, now));
  if (alive.length === 0) return null;
  const active = alive.filter(({ state }) => state === 'active');
  const asked = active.length > 0 ? active : alive;
  return new Set(asked.flatMap(({ jobs }) => jobs.map(({ jobKey }) => jobKey)));
}

/** The newest occurrences of a schedule, newest last, with those that the store does not have yet. */
export function newestOccurrences(
  scheduleId: string,
  written: readonly RecentOccurrence[] | undefined,
  runners: readonly SeenRunner[],
): readonly RecentOccurrence[] {
  const fresh = runners.flatMap(({ freshRecent }) => freshRecent?.[scheduleId] ?? []);
  return fresh.length === 0 ? (written ?? []) : withFreshRecent(written ?? [], fresh);
}

/** The newest run of a schedule. Counters reach the store once a minute; until then the runner's report is newer. */
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
