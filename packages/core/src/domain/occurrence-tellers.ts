import type { Execution, Outcome, Reason } from './execution.ts';
import type { Lapse } from './expected-occurrences.ts';

export const FATES = [
  /** It started; `status` is how it ended. */
  'ran',
  'running',
  /** It was covered by a newer one. */
  'coalesced',
  'missed',
  'skipped',
  'unknown-job',
  /** Not due yet, or due within its grace time and not decided. */
  'pending',
  /** Its schedule was disabled or had another rule. */
  'not-in-effect',
  /** A local time that a change of the clock skipped. */
  'not-in-the-year',
  /** The log policy or the retention keeps no record of it. */
  'unrecorded',
  /** There should be a record, but there is none. */
  'unknown',
] as const;

/** What became of an occurrence. */
export type Fate = (typeof FATES)[number];

/** The part of an execution that describes its occurrence, without the texts. */
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

/** A run of the schedule that a runner reports as running. */
export interface RunningRun extends Pick<Execution, 'id' | 'scheduledAt' | 'origin' | 'coalescedCount'> {
  readonly startedAt: number;
}

/** The newest run according to the counters, recorded or not. */
export interface NewestRun extends Pick<Execution, 'status' | 'scheduledAt' | 'runTime' | 'durationMs'> {
  readonly runId: string;
}

/** What one source knows about an occurrence. Instants are epoch milliseconds. */
export interface Teller {
  readonly at: number;
  readonly coalescedCount: number;
  readonly said: Said;
}

export interface Said {
  readonly fate: Fate;
  readonly status: Outcome | null;
  readonly reason: Reason | Lapse | 'log-policy' | 'pruned' | null;
  /** The run that this information comes from. */
  readonly runId: string | null;
  /** True if that run has an execution to show; one that is still running, or only counted, has none. */
  readonly hasExecution: boolean;
  readonly attempts: number;
  /** When its first attempt started; null also if only later attempts are known. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** The runs that held the slots when it was skipped; null if not recorded. */
  readonly heldBy: readonly string[] | null;
}

export interface Sources {
  /** By (`scheduledAt`, `attempt`). */
  readonly records: readonly OccurrenceRecord[];
  readonly running: readonly RunningRun[];
  /** Null also if the newest run was not for an occurrence. */
  readonly lastRun: NewestRun | null;
}

/**
 * Everything known, one entry per occurrence, oldest first. Running runs take precedence over records, records over
 * counters.
 */
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

/** A success after recorded failures may only be counted: the log policy writes no record of it. */
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

/** The outcome comes from the last attempt that started; the reason why no other followed, from the last of all. */
function recorded(attempts: readonly OccurrenceRecord[]): Teller {
  const last = attempts.at(-1) as OccurrenceRecord; // a group has at least one entry
  const ran = attempts.findLast(hasStarted);
  const { id, status, durationMs } = ran ?? last;
  const fate = ran === undefined ? unstartedFate(last) : 'ran';
  const { scheduledAt: at, reason, heldBy } = last;
  const coalescedCount = Math.max(...attempts.map((attempt) => attempt.coalescedCount));
  const tried = { attempts: attempts.length, startedAt: firstStart(attempts), durationMs };
  const said = { fate, status, reason, heldBy, runId: id, hasExecution: true, ...tried };
  return { at, coalescedCount, said };
}

/** Whether an occurrence started in time depends on its first attempt: later ones follow a pause. */
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
