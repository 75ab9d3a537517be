import { firingOf, lateMsAt, toIso, VERSION, type StoredSchedule } from '@zenpulse/core/domain';
import { isAlive, shownRunner, type SeenRunner, type ShownRunner } from '@zenpulse/core/ports';
import type { firingStopped } from '@zenpulse/present';
import type { Settings } from '@zenpulse/store';
import { lateRuns, variantsOf, type LateJson, type LateSchedule } from './late-runs.ts';
import type { StatusFigures } from './status-figures.ts';
import { statusProblems, type StatusProblem } from './status-problems.ts';

/** The answer of `zenpulse status --json`. */
export interface Status {
  readonly at: string;
  /** The version of this command. */
  readonly version: string;
  readonly database: string;
  /** The revision of the schedules in the store; null while the database does not answer. */
  readonly revision: number | null;
  /** The number of schedules; null while the database does not answer. */
  readonly schedules: number | null;
  readonly problems: readonly StatusProblem[];
  /** As in `GET /api/runners`, newest first; null if they are in a database that does not answer. */
  readonly runners: readonly ShownRunner[] | null;
  readonly running: readonly RunningJson[];
  readonly late: readonly LateJson[];
  /** Null while the database does not answer. */
  readonly figures: StatusFigures | null;
  /** Why nothing fires, as in `GET /api/info`; null while schedules do, or while the database does not answer. */
  readonly stopped: ReturnType<typeof firingStopped>;
}

type RunningJson = ShownRunner['runningNow'][number] & {
  readonly variant: string;
  /** How late it started; null for a run by hand and for a retry. */
  readonly lateMs: number | null;
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
};

export interface StatusInput {
  readonly settings: Pick<Settings, 'database'>;
  readonly now: number;
  readonly runners: readonly SeenRunner[] | null;
  /** The problems known so far. */
  readonly problems: readonly StatusProblem[];
  /** Null while the database does not answer. */
  readonly stored: StoredStatus | null;
}

export interface StoredStatus {
  readonly rows: readonly StoredSchedule[];
  readonly revision: number;
  /** The active runners that have not applied the newest revision. */
  readonly behind: ReadonlySet<string>;
  readonly fellDue: readonly LateSchedule[];
  readonly figures: StatusFigures;
  /** Why nothing fires; null while schedules do. */
  readonly stopped: ReturnType<typeof firingStopped>;
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
    figures: stored?.figures ?? null,
    stopped: stored?.stopped ?? null,
  };
}

/** The active runners among those shown. */
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
    // A retry is due at the end of its pause, which is not in the report.
    const lateMs = origin === 'retry' ? null : lateMsAt(startedAt, { origin, dueAt: scheduledAt });
    return run === undefined
      ? []
      : [{ ...run, variant: variantOf(scheduleId), lateMs, runnerId, hostname, pid }];
  });
}
