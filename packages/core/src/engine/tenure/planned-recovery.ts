import { triggerOf, type StoredSchedule } from '../../domain/index.ts';
import type { JournalBook, OpenRun } from '../journal/journal-book.ts';
import { decidedUntilOf, isDecidedAfter, whyNotResumed, type Resumption } from './recovery.ts';

/** How many runs of one schedule, left by dead runners, would have which fate. */
export interface PlannedRecovery {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  /** Waiting runs that would start within their grace. */
  readonly resumed: number;
  /** Waiting retries that would start after their pause. */
  readonly retried: number;
  /** Runs that had started, or were requested by hand: recorded as interrupted. */
  readonly interrupted: number;
  /** Waiting runs that are too late or may have been started already, and retries overtaken by a later occurrence. */
  readonly missed: number;
  /** Waiting runs that would not start: their schedule is deleted, disabled or damaged, or has no job here. */
  readonly skipped: number;
  /** Runs that had ended, whose records had not reached the database. */
  readonly unwritten: number;
}

interface Here {
  readonly rows: readonly StoredSchedule[];
  readonly isRegistered: (jobKey: string) => boolean;
  readonly resumption: Resumption;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a start would do with the runs of dead runners, by schedule, in the order of their journals. */
export function planRecovery(
  { openRuns, unwritten }: JournalBook,
  resumable: ReadonlySet<string>,
  here: Here,
): PlannedRecovery[] {
  const rowOf = new Map(here.rows.map((row) => [row.isDamaged ? row.damaged.id : row.schedule.id, row]));
  const counted = new Map<string, Counted>();
  const of = ({ scheduleId, jobKey, variant }: Named): Counted => {
    const entry = counted.get(scheduleId) ?? { scheduleId, jobKey, variant, ...NONE };
    counted.set(scheduleId, entry);
    return entry;
  };
  for (const open of openRuns) {
    const { runId, scheduleId } = open.run;
    of(open.run)[fateOf(open, resumable.has(runId), rowOf.get(scheduleId), here)] += 1;
  }
  for (const execution of unwritten) of(execution).unwritten += 1;
  return [...counted.values()];
}

/** True if it had started or was requested by hand: it is not started again. */
export function isLost({ start, run }: OpenRun): boolean {
  return start !== null || run.origin === 'manual';
}

type Counted = { -readonly [Name in keyof PlannedRecovery]: PlannedRecovery[Name] };
type Named = Pick<PlannedRecovery, 'scheduleId' | 'jobKey' | 'variant'>;
type Fate = Exclude<keyof PlannedRecovery, keyof Named | 'unwritten'>;

const NONE = { resumed: 0, retried: 0, interrupted: 0, missed: 0, skipped: 0, unwritten: 0 };

function fateOf(
  open: OpenRun,
  isResumable: boolean,
  row: StoredSchedule | undefined,
  { isRegistered, resumption, now }: Here,
): Fate {
  const { run } = open;
  if (isLost(open)) return 'interrupted';
  if (!isResumable) return 'missed';
  const end = whyNotResumed(run, row, isOvertaken(run, row, resumption, now), now);
  if (end !== null) return end[0] === 'missed' ? 'missed' : 'skipped';
  if (!isRegistered(run.jobKey)) return 'skipped';
  return run.origin === 'retry' ? 'retried' : 'resumed';
}

function isOvertaken(
  { scheduledAt }: OpenRun['run'],
  row: StoredSchedule | undefined,
  resumption: Resumption,
  now: number,
): boolean {
  if (row === undefined || row.isDamaged) return false;
  const { schedule } = row;
  const decidedUntil = decidedUntilOf(schedule, resumption, 0, now);
  return isDecidedAfter(schedule, triggerOf(schedule), scheduledAt, decidedUntil, resumption);
}
