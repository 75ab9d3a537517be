import {
  NOTHING_RECORDED,
  type Execution,
  type JsonObject,
  type LateReason,
  type LogPolicy,
  type Origin,
} from '../../domain/index.ts';
import type { Tenure } from '../../ports/index.ts';
import { endCode, type CountedEnd, type PreviousAttempt } from '../records/counted-end.ts';
import type { Run } from '../runs/run.ts';
import { readCountLine, readEnds, type CountLine, type EndFacts } from './count-lines.ts';
import { isPlain, listedTexts } from './json-text.ts';
import { knownParts, partsOf } from './line-parts.ts';

/** The data of a run in the journal, from which its record can be made without its schedule. */
export interface JournaledRun {
  readonly runId: string;
  readonly scheduleId: string;
  readonly scheduledAt: number;
  readonly dueAt: number;
  readonly origin: Origin;
  readonly attempt: number;
  readonly coalescedCount: number;
  readonly jobKey: string;
  readonly variant: string;
  readonly logPolicy: LogPolicy;
  /** Of a retry: how the attempt before ended. */
  readonly previous?: PreviousAttempt;
  /** The params that a run by hand was given; its retries keep them. */
  readonly params?: JsonObject;
}

/** What a runner found when it acquired the lease. */
export type Takeover = Pick<Tenure, 'epoch' | 'reservedUntil' | 'previousRunnerId' | 'previousEpoch'>;

export type JournalLine =
  /**
   * The run will start. If it is one of its schedule's own occurrences, all occurrences of the schedule up to
   * `scheduledAt` are thereby decided.
   */
  | { readonly kind: 'queued'; readonly run: JournaledRun }
  | {
      readonly kind: 'started';
      readonly runIds: readonly string[];
      readonly at: number;
      readonly lateReason: LateReason | null;
    }
  /** These starts of the same journal did not take place: the runs wait again. */
  | { readonly kind: 'put-back'; readonly runIds: readonly string[] }
  /**
   * The run ended, or will never start. Its record has not reached the database. `code`: of an end that is counted from
   * this line; null if another one has it, or none.
   */
  | {
      readonly kind: 'ended';
      readonly runId: string;
      readonly execution: Execution;
      readonly code: number | null;
    }
  /** These runs ended, or will never start, and get no record. `ends`: those that are counted from this line. */
  | { readonly kind: 'over'; readonly runIds: readonly string[]; readonly ends: readonly EndFacts[] }
  /** The records of these runs have reached the database. */
  | { readonly kind: 'written'; readonly runIds: readonly string[] }
  /** Every occurrence of these schedules up to `until` is decided. */
  | { readonly kind: 'decided'; readonly scheduleIds: readonly string[]; readonly until: number }
  /** Every occurrence of every schedule up to `until` is decided. */
  | { readonly kind: 'processed'; readonly until: number }
  /** The lease has stored this P: a successor decides nothing up to it. */
  | { readonly kind: 'confirmed'; readonly until: number }
  /** The runner acquired the lease and has started nothing yet. */
  | { readonly kind: 'takeover'; readonly takeover: Takeover }
  /** The following lines are about the database with this history id. */
  | { readonly kind: 'history'; readonly historyId: string }
  /**
   * The runner is active from here on. Undecided occurrences up to `ambiguousUntil` may have been started by a previous
   * holder.
   */
  | { readonly kind: 'tenure'; readonly epoch: number; readonly ambiguousUntil: number | null }
  | CountLine;

/**
 * A line is a JSON array that begins with a letter: short, and readable by a person. A capital letter means that it is
 * about several runs. Three lines are written for every run, so those are assembled without JSON.stringify.
 */
export const journalLine = {
  queued: (run: Run): string => {
    const { runId, scheduledAt, schedule, account } = run;
    const parts = account === undefined ? partsOf(schedule) : knownParts(account, schedule);
    if (parts !== null && isPlain(runId) && isOrdinary(run))
      return `["q","${runId}${parts[0]}${scheduledAt}${parts[1]}`;
    const { id: scheduleId, jobKey, variant, logPolicy } = schedule;
    return journalLine.requeued({ ...run, scheduleId, jobKey, variant, logPolicy });
  },
  /** For the normal first run of an occurrence, only the fields that differ between runs are written. */
  requeued: (run: JournaledRun): string =>
    JSON.stringify([
      'q',
      run.runId,
      run.scheduleId,
      run.scheduledAt,
      ...(isOrdinary(run) ? [] : [run.dueAt, run.origin, run.attempt, run.coalescedCount]),
      run.jobKey,
      run.variant,
      run.logPolicy,
      ...(run.params === undefined ? [] : [run.params]),
    ]),
  started: (runIds: readonly string[], at: number, lateReason: LateReason | null = null): string =>
    `["S",${at},${lateReason === null ? null : `"${lateReason}"`}${listedTexts(runIds)}]`,
  putBack: (runIds: readonly string[]): string => `["U"${listedTexts(runIds)}]`,
  /** `counted`: if the end is counted from this line. */
  ended: (runId: string, execution: Execution, counted: CountedEnd | null = null): string =>
    JSON.stringify(['e', runId, execution, ...(counted === null ? [] : [endCode(counted)])]),
  over: (runIds: readonly string[]): string => `["E"${listedTexts(runIds)}]`,
  /** The same for ends that are counted from this line. Earlier releases take the numbers for further ids. */
  counted: (ends: readonly CountedEnd[]): string => `["E"${ends.map(facts).join('')}]`,
  written: (runIds: readonly string[]): string => JSON.stringify(['w', ...runIds]),
  decided: (scheduleIds: readonly string[], until: number): string =>
    `["D",${until}${listedTexts(scheduleIds)}]`,
  processed: (until: number): string => `["p",${until}]`,
  confirmed: (until: number): string => `["c",${until}]`,
  takeover: ({ epoch, reservedUntil, previousRunnerId, previousEpoch }: Takeover): string =>
    JSON.stringify(['b', epoch, reservedUntil, previousRunnerId, previousEpoch]),
  history: (historyId: string): string => JSON.stringify(['h', historyId]),
  tenure: (epoch: number, ambiguousUntil: number | null): string => `["t",${epoch},${ambiguousUntil}]`,
};

/** Groups schedules by instant: after a burst, a hundred thousand schedules are decided up to a few instants. */
export function decidedLines(marks: Iterable<readonly [scheduleId: string, until: number]>): string[] {
  const together = new Map<number, string[]>();
  for (const [id, until] of marks) {
    const ids = together.get(until);
    if (ids === undefined) together.set(until, [id]);
    else ids.push(id);
  }
  return [...together].map(([until, ids]) => journalLine.decided(ids, until));
}

function isOrdinary(
  run: Pick<JournaledRun, 'origin' | 'attempt' | 'coalescedCount' | 'dueAt' | 'scheduledAt'>,
): boolean {
  return (
    run.origin === 'schedule' &&
    run.attempt === 1 &&
    run.coalescedCount === 1 &&
    run.dueAt === run.scheduledAt
  );
}

/** Of one end, after a comma. */
function facts(end: CountedEnd): string {
  return `${listedTexts([end.runId])},${endCode(end)},${end.runTime},${end.durationMs}`;
}

/** Null for an invalid line: incomplete, damaged, or of a later release. */
export function readJournalLine(text: string): JournalLine | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [letter, ...rest] = parts as [string, ...never[]]; // only the engine writes these lines
  switch (letter) {
    case 'q':
      return isQueued(rest) ? { kind: 'queued', run: journaledRun(rest) } : null;
    case 'S':
      return { kind: 'started', at: rest[0] ?? 0, lateReason: rest[1] ?? null, runIds: rest.slice(2) };
    case 'U':
      return { kind: 'put-back', runIds: rest };
    case 's': // this and the next two: from an earlier release
      return { kind: 'started', runIds: rest.slice(0, 1), at: rest[1] ?? 0, lateReason: rest[2] ?? null };
    case 'd':
      return { kind: 'decided', scheduleIds: rest.slice(0, 1), until: rest[1] ?? 0 };
    case 'e':
      return rest[1] === undefined
        ? { kind: 'over', runIds: rest, ends: [] }
        : { kind: 'ended', runId: rest[0] ?? '', execution: record(rest[1]), code: rest[2] ?? null };
    case 'E':
      return { kind: 'over', ...readEnds(rest) };
    case 'D':
      return { kind: 'decided', until: rest[0] ?? 0, scheduleIds: rest.slice(1) };
    case 'w':
      return { kind: 'written', runIds: rest };
    case 'p':
      return { kind: 'processed', until: rest[0] ?? 0 };
    case 'c':
      return { kind: 'confirmed', until: rest[0] ?? 0 };
    case 'b': {
      const [epoch, reservedUntil, previousRunnerId, previousEpoch] = rest as unknown as [
        number,
        number | null,
        string | null,
        number | null,
      ];
      return { kind: 'takeover', takeover: { epoch, reservedUntil, previousRunnerId, previousEpoch } };
    }
    case 'h':
      return { kind: 'history', historyId: rest[0] ?? '' };
    case 't':
      return { kind: 'tenure', epoch: rest[0] ?? 0, ambiguousUntil: rest[1] ?? null };
    default:
      return readCountLine(letter, rest);
  }
}

/** A record of an earlier release lacks the fields that came later. */
function record(written: Omit<Execution, keyof typeof NOTHING_RECORDED> & Partial<Execution>): Execution {
  return { ...NOTHING_RECORDED, ...written };
}

/** An ordinary run, any other one, and one with params of its own. */
function isQueued({ length }: readonly never[]): boolean {
  return length === 6 || length === 10 || length === 11;
}

function journaledRun(line: readonly never[]): JournaledRun {
  const values = line.slice(0, 10);
  const [params] = line.slice(10) as unknown as [JsonObject?];
  const [runId, scheduleId, scheduledAt] = values as unknown as [string, string, number];
  const [jobKey, variant, logPolicy] = values.slice(-3) as unknown as [string, string, LogPolicy];
  const further = values.slice(3, -3) as unknown as [number, Origin, number, number] | [];
  const [dueAt = scheduledAt, origin = 'schedule', attempt = 1, coalescedCount = 1] = further;
  return {
    runId,
    scheduleId,
    scheduledAt,
    dueAt,
    origin,
    attempt,
    coalescedCount,
    jobKey,
    variant,
    logPolicy,
    ...(params === undefined ? {} : { params }),
  };
}
