import type { Execution, Outcome, Reason } from './execution.ts';
import type { Lapse } from './expected-occurrences.ts';

export const FATES = [
  /** It started; `status` says how it ended. */
  'ran',
  'running',
  /** A newer one stood for it. */
  'coalesced',
  'missed',
  'skipped',
  'unknown-job',
  /** Still to come, or due within its grace and not decided. */
  'pending',
  /** Switched off, or under another rule. */
  'not-in-effect',
  /** A local time that a change of the clock took away. */
  'not-in-the-year',
  /** What the log policy or the retention leaves no record of. */
  'unrecorded',
  /** There should be a record, and there is none. */
  'unknown',
] as const;

/** What became of an occurrence. */
export type Fate = (typeof FATES)[number];

/** What an execution says of its occurrence, without its texts. */
export type OccurrenceRecord = Pick<
  Execution,
  | 'id'
  | 'status'
  | 'scheduledAt'
  | 'runTime'
  | 'durationMs'
  | 'attempt'
  | 'origin'
  | 'reason'
  | 'coalescedCount'
  | 'heldBy'
>;

/** A run of the schedule that a runner reports as going on. */
export interface RunningRun extends Pick<Execution, 'id' | 'scheduledAt' | 'origin' | 'coalescedCount'> {
  readonly startedAt: number;
}

/** What the counters know of the newest run, recorded or not. */
export interface NewestRun extends Pick<Execution, 'status' | 'scheduledAt' | 'runTime' | 'durationMs'> {
  readonly runId: string;
}

/** What is known of one occurrence. Instants are epoch milliseconds. */
export interface Teller {
  readonly at: number;
  readonly coalescedCount: number;
  readonly said: Said;
}

export interface Said {
  readonly fate: Fate;
  readonly status: Outcome | null;
  readonly reason: Reason | Lapse | 'log-policy' | 'pruned' | null;
  /** The run whose record, or whose runner, tells. */
  readonly runId: string | null;
  /** Whether that run has an execution to look at; one that still runs, or is only counted, has none. */
  readonly hasExecution: boolean;
  readonly attempts: number;
  /** When its first attempt started; null also where only later attempts are known. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** The runs that held the slots when it was skipped for want of one; null: nobody says. */
  readonly heldBy: readonly string[] | null;
}

export interface Sources {
  /** By (`scheduledAt`, `attempt`). */
  readonly records: readonly OccurrenceRecord[];
  readonly running: readonly RunningRun[];
  /** Null also when it was no occurrence. */
  readonly lastRun: NewestRun | null;
}

/** All that is known, one teller an occurrence, oldest first. What runs now knows better than a record, that better than a counter. */
export function tellersOf({ records, running, lastRun }: Sources): Teller[] {
  const tellers = new Map<number, Teller>();
  if (lastRun !== null) tellers.set(lastRun.scheduledAt, counted(lastRun));
  const groups = byOccurrence(records);
  for (const [at, attempts] of groups) tellers.set(at, recordedUntil(attempts, tellers.get(at), lastRun));
  for (const run of running) {
    if (run.origin === 'manual') continue;
    tellers.set(run.scheduledAt, goingOn(run, groups.get(run.scheduledAt) ?? []));
  }
  return [...tellers.values()].sort((a, b) => a.at - b.at);
}

function byOccurrence(records: readonly OccurrenceRecord[]): Map<number, OccurrenceRecord[]> {
  const groups = new Map<number, OccurrenceRecord[]>();
  for (const record of records) {
    const group = groups.get(record.scheduledAt);
    if (group === undefined) groups.set(record.scheduledAt, [record]);
    else group.push(record);
  }
  return groups;
}

/** A success after recorded failures may be counted alone: the log policy writes no record of it. */
function recordedUntil(
  attempts: readonly OccurrenceRecord[],
  newest: Teller | undefined,
  lastRun: NewestRun | null,
): Teller {
  const known = recorded(attempts);
  const lastRecorded = Math.max(...attempts.map(({ runTime }) => runTime));
  const isLater = newest !== undefined && lastRun !== null && lastRun.runTime > lastRecorded;
  if (!isLater || attempts.some(({ id }) => id === lastRun.runId)) return known;
  const { startedAt, attempts: tried } = known.said;
  return { ...known, said: { ...newest.said, startedAt, attempts: tried + 1 } };
}

/** The last attempt that started tells how it ended, and the last of all why there was no other. */
function recorded(attempts: readonly OccurrenceRecord[]): Teller {
  const last = attempts.at(-1) as OccurrenceRecord; // a group has at least one
  const ran = attempts.findLast(hasStarted);
  const { id, status, durationMs } = ran ?? last;
  const fate = ran === undefined ? unstartedFate(last) : 'ran';
  const { scheduledAt: at, reason, heldBy } = last;
  const coalescedCount = Math.max(...attempts.map((attempt) => attempt.coalescedCount));
  const tried = { attempts: attempts.length, startedAt: firstStart(attempts), durationMs };
  const said = { fate, status, reason, heldBy, runId: id, hasExecution: true, ...tried };
  return { at, coalescedCount, said };
}

/** Whether an occurrence began in time is said by its first attempt: the others come after a pause. */
function firstStart(attempts: readonly OccurrenceRecord[]): number | null {
  const first = attempts.find(hasStarted);
  return first?.attempt === 1 ? first.runTime : null;
}

function hasStarted({ status }: OccurrenceRecord): boolean {
  return status !== 'missed' && status !== 'skipped';
}

function unstartedFate({ status, reason }: OccurrenceRecord): Fate {
  if (reason === 'unknown-job') return 'unknown-job';
  return status === 'skipped' ? 'skipped' : 'missed';
}

function counted({ runId, ...run }: NewestRun): Teller {
  const record = {
    ...run,
    id: runId,
    attempt: 1,
    origin: 'schedule',
    reason: null,
    coalescedCount: 1,
    heldBy: null,
  } as const;
  const teller = recorded([record]);
  return { ...teller, said: { ...teller.said, hasExecution: false } };
}

function goingOn(run: RunningRun, before: readonly OccurrenceRecord[]): Teller {
  const { id, scheduledAt, coalescedCount } = run;
  const end = { status: null, reason: null, durationMs: null, hasExecution: false, heldBy: null };
  const startedAt = run.origin === 'retry' ? firstStart(before) : run.startedAt;
  const said = { fate: 'running', runId: id, attempts: before.length + 1, startedAt, ...end } as const;
  return { at: scheduledAt, coalescedCount, said };
}
