import {
  describeTrigger,
  toIso,
  triggerOf,
  type InputIssue,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { isRegistered, newestRun, type Backend, type LastRun } from '@zenpulse/core/ports';

/** A schedule in the command line's JSON: the row's own names with instants in ISO, as in the admin's API. */
export interface ScheduleJson {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  /** All further fields as stored; in a damaged row of any type. */
  readonly [field: string]: unknown;
  /** Null if disabled, damaged, or never due again. */
  readonly nextRunAt: string | null;
  readonly lastRun: LastRunJson | null;
  /** The trigger in words. */
  readonly description: string;
  /** Whether the active runner has the job (without an active one, any living runner); null if none is alive. */
  readonly registered: boolean | null;
  readonly problems: readonly InputIssue[];
}

type LastRunJson = Omit<LastRun, 'scheduledAt' | 'runTime'> & Record<'scheduledAt' | 'runTime', string>;

/** Two queries for all rows together. */
export async function schedulesJson(
  rows: readonly StoredSchedule[],
  { stats, runners }: Pick<Backend, 'stats' | 'runners'>,
  now: number,
): Promise<ScheduleJson[]> {
  const ids = rows.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
  const [written, seen] = await Promise.all([stats.lastRuns(ids), runners.list()]);
  return rows.map((row) => {
    const { id, jobKey } = row.isDamaged ? row.damaged : row.schedule;
    return {
      ...fieldsOf(row),
      ...meaningOf(row, now),
      lastRun: lastRunJson(newestRun(id, written.get(id), seen)),
      registered: isRegistered(jobKey, seen, now),
    };
  });
}

const INSTANTS = ['anchorAt', 'effectiveFrom', 'createdAt', 'updatedAt'] as const;

function fieldsOf(row: StoredSchedule) {
  const { id, jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  const values = row.isDamaged ? row.damaged.values : row.schedule;
  const instants = INSTANTS.map((name) => [name, isoOrAsItIs(values[name])] as const);
  return { ...values, ...Object.fromEntries(instants), id, jobKey, variant };
}

function isoOrAsItIs(value: unknown): unknown {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15 ? toIso(value) : value;
}

function meaningOf(row: StoredSchedule, now: number) {
  if (row.isDamaged) {
    return { nextRunAt: null, description: 'Damaged: it does not run', problems: row.damaged.problems };
  }
  const next = row.schedule.enabled ? triggerOf(row.schedule).next(now) : null;
  return {
    nextRunAt: next === null ? null : toIso(next),
    description: describeTrigger(row.schedule),
    problems: [],
  };
}

function lastRunJson(run: LastRun | null): LastRunJson | null {
  return run && { ...run, scheduledAt: toIso(run.scheduledAt), runTime: toIso(run.runTime) };
}
