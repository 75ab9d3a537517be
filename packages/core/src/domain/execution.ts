import type { JsonObject } from './json-object.ts';
import type { LateReason } from './lateness.ts';
import type { LogPolicy } from './schedule.ts';

export const OUTCOMES = ['success', 'fail', 'timeout', 'interrupted', 'missed', 'skipped'] as const;

/** How a run ended, or why it did not begin. */
export type Outcome = (typeof OUTCOMES)[number];

export const ORIGINS = ['schedule', 'manual', 'retry'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Why a run did not start, or was ended from outside. */
export type Reason =
  /** Later than its grace time. */
  | 'grace'
  /** It fell due while no runner was active that could start it in time. */
  | 'down'
  /** The runner died or lost its lease, and it is unknown whether the run had started. */
  | 'ambiguous'
  /** The runner died during the run, or before it could start a run that was requested by hand. */
  | 'runner-died'
  /** A retry that was still waiting when the schedule's next occurrence started. */
  | 'superseded'
  /** Its chain was full. */
  | 'chain-limit'
  /** All instances of its schedule were busy. */
  | 'max-instances'
  /** All instances of its schedule were only waiting for one of the runner's places or threads. */
  | 'runner-full'
  /** Requested by hand, but no runner claimed it in time. */
  | 'unclaimed'
  /** No job is registered under its key. */
  | 'unknown-job'
  /** Its params do not fit its job's schema. */
  | 'wrong-params'
  /** Its schedule's row breaks a rule. */
  | 'damaged'
  /** Cancelled by a person; or its schedule was disabled or deleted while it waited. */
  | 'cancelled'
  /** The runner stopped before the run could start or end. */
  | 'runner-stopped';

/** The record of one run. Instants are epoch milliseconds. */
export interface Execution {
  readonly id: string;
  readonly scheduleId: string;
  /** The job that ran. */
  readonly jobKey: string;
  /** The variant of its schedule. */
  readonly variant: string;
  /** How it ended. */
  readonly status: Outcome;
  /** When it was due; for a run by hand, when it was requested. */
  readonly scheduledAt: number;
  /** When the run started; if it never did, when that was decided. */
  readonly runTime: number;
  /** Null for a run that never started or whose end was not observed. */
  readonly durationMs: number | null;
  readonly exceptionType: string | null;
  readonly exceptionMessage: string | null;
  readonly traceback: string | null;
  readonly hostname: string;
  readonly pid: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** What caused it: its schedule, a person, or a failed attempt before. */
  readonly origin: Origin;
  /** Why it did not start, or was ended from outside; null otherwise. */
  readonly reason: Reason | null;
  /** How many occurrences this record covers, including its own. */
  readonly coalescedCount: number;
  /**
   * Milliseconds from the due time to the start, or to being given up as missed; a retry is due at the end of its
   * pause. Null for a run by hand, for one that neither started nor was missed, and in records of earlier releases.
   */
  readonly lateMs: number | null;
  /** Null if on time: less than a second late. */
  readonly lateReason: LateReason | null;
  /**
   * For a run skipped because all instances were busy: the ids of the runs that held the slots, oldest first, at most
   * ten. Null for all others, and in records of earlier releases.
   */
  readonly heldBy: readonly string[] | null;
  /** The params that the run had, without secrets. Null if it had none, and in records of earlier releases. */
  readonly params: JsonObject | null;
  /** What the job logged; null if nothing. */
  readonly output: string | null;
}

/** What a record holds where nothing is known, for makers of records and for journals of earlier releases. */
export const NOTHING_RECORDED = {
  durationMs: null,
  exceptionType: null,
  exceptionMessage: null,
  traceback: null,
  reason: null,
  lateMs: null,
  lateReason: null,
  heldBy: null,
  params: null,
  output: null,
} as const satisfies Partial<Execution>;

/** How many characters of an error message a list shows. */
export const MESSAGE_SHOWN = 500;

/** How many bytes of JSON a list shows of params; longer ones it leaves out. */
export const PARAMS_SHOWN = 1_000;

/** The record of one run in a list: without what may be long. */
export interface ExecutionSummary extends Omit<Execution, 'traceback' | 'output'> {
  /** The first 500 characters. */
  readonly exceptionMessage: string | null;
  /** Null as well if they are longer than 1,000 bytes of JSON. */
  readonly params: JsonObject | null;
  readonly hasParams: boolean;
  readonly hasTraceback: boolean;
  readonly hasOutput: boolean;
}

export function summaryOf(record: Execution): ExecutionSummary {
  const { traceback: _, output: __, ...execution } = record;
  const message = execution.exceptionMessage;
  return {
    ...execution,
    ...presenceIn(record),
    params: isShown(execution.params) ? execution.params : null,
    exceptionMessage: message === null ? null : Array.from(message).slice(0, MESSAGE_SHOWN).join(''),
  };
}

/** What of a record is there, of what lists leave out. */
export type RecordPresence = Pick<ExecutionSummary, Exclude<keyof ExecutionSummary, keyof Execution>>;

export function presenceIn({ params, traceback, output }: Execution): RecordPresence {
  return { hasParams: params !== null, hasTraceback: traceback !== null, hasOutput: output !== null };
}

function isShown(params: JsonObject | null): boolean {
  return new TextEncoder().encode(JSON.stringify(params)).length <= PARAMS_SHOWN;
}

const FAILURES: ReadonlySet<Outcome> = new Set(['fail', 'timeout', 'interrupted', 'missed']);

/** True if an outcome is written to the database: always for runs by hand, by the schedule's log policy for others. */
export function isRecorded(policy: LogPolicy, outcome: Outcome, origin: Origin): boolean {
  if (origin === 'manual' || policy === 'all') return true;
  return policy === 'failures' && FAILURES.has(outcome);
}
