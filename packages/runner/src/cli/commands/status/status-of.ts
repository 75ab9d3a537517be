import { firingOf, lateMsAt, toIso, VERSION, type StoredSchedule } from '@zenpulse/core/domain';
import { isAlive, shownRunner, type SeenRunner, type ShownRunner } from '@zenpulse/core/ports';
import type { Settings } from '@zenpulse/store';
import { lateRuns, variantsOf, type LateJson, type LateSchedule } from './late-runs.ts';
import { statusProblems, type StatusProblem } from './status-problems.ts';

/** What `zenpulse status --json` answers. */
export interface Status {
  readonly at: string;
  /** Of this command. */
  readonly version: string;
  readonly database: string;
  /** Of the schedules in the store; null while the database does not answer. */
  readonly revision: number | null;
  /** How many there are; null likewise. */
  readonly schedules: number | null;
  readonly problems: readonly StatusProblem[];
  /** As `GET /api/runners`, the newest first; null where they are in a database that does not answer. */
  readonly runners: readonly ShownRunner[] | null;
  readonly running: readonly RunningJson[];
  readonly late: readonly LateJson[];
}

type RunningJson = ShownRunner['runningNow'][number] & {
  readonly variant: string;
  /** How late it started; null for one by hand and for a retry. */
  readonly lateMs: number | null;
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
};

export interface StatusInput {
  readonly settings: Pick<Settings, 'database'>;
  readonly now: number;
  readonly runners: readonly SeenRunner[] | null;
  /** Those that are known already. */
  readonly problems: readonly StatusProblem[];
  /** Null while the database does not answer. */
  readonly stored: StoredStatus | null;
}

export interface StoredStatus {
  readonly rows: readonly StoredSchedule[];
  readonly revision: number;
  /** The active runners that have not applied it. */
  readonly behind: ReadonlySet<string>;
  readonly fellDue: readonly LateSchedule[];
}

export function statusOf({ settings, now, runners, problems, stored }: StatusInput): Status {
  const seen = [...(runners ?? [])].sort((a, b) => b.startedAt - a.startedAt);
  const shown = seen.map((runner) => shownRunner(runner, now));
  const living = seen.filter((runner) => isAlive(runner, now));
  const variantOf = variantsOf(stored?.rows ?? []);
  return {
    at: toIso(now),
    version: VERSION,
    database: settings.database.label,
    revision: stored?.revision ?? null,
    schedules: stored?.rows.length ?? null,
    problems: [...problems, ...(runners === null ? [] : statusProblems({ seen, shown, stored, now }))],
    runners: runners === null ? null : shown,
    running: living.flatMap((runner) => runningOf(runner, variantOf, now)),
    late: lateRuns(living, stored?.fellDue ?? [], variantOf, now),
  };
}

/** The active ones of those that are shown. */
export function activeOf({ runners }: Pick<Status, 'runners'>): ShownRunner[] {
  return firingOf(runners ?? []);
}

function runningOf(
  runner: SeenRunner,
  variantOf: (scheduleId: string) => string,
  now: number,
): RunningJson[] {
  const { runnerId, hostname, pid, runningNow } = runner;
  const shown = new Map(shownRunner(runner, now).runningNow.map((run) => [run.runId, run]));
  return runningNow.flatMap(({ runId, origin, scheduledAt, startedAt, scheduleId }) => {
    const run = shown.get(runId);
    // A retry is due at the end of its pause, which is not reported.
    const lateMs = origin === 'retry' ? null : lateMsAt(startedAt, { origin, dueAt: scheduledAt });
    return run === undefined
      ? []
      : [{ ...run, variant: variantOf(scheduleId), lateMs, runnerId, hostname, pid }];
  });
}
