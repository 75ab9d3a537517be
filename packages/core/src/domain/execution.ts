import type { LateReason } from './lateness.ts';
import type { LogPolicy } from './schedule.ts';

export const OUTCOMES = ['success', 'fail', 'timeout', 'interrupted', 'missed', 'skipped'] as const;

/** How a run ended, or why it did not begin. */
export type Outcome = (typeof OUTCOMES)[number];

export const ORIGINS = ['schedule', 'manual', 'retry'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Why a run did not start, or ended without its own doing. */
export type Reason =
  /** Later than its grace time. */
  | 'grace'
  /** It fell due while no runner was there to start it in time. */
  | 'down'
  /** The runner died, or lost its lease, and nobody can tell whether it had started. */
  | 'ambiguous'
  /** The runner died under it, or before it could start a run that was asked for. */
  | 'runner-died'
  /** A retry that was still waiting when the schedule's next occurrence started. */
  | 'superseded'
  /** Its chain was full. */
  | 'chain-limit'
  /** All instances of its schedule were busy. */
  | 'max-instances'
  /** All instances of its schedule were only waiting for one of the runner's places or threads. */
  | 'runner-full'
  /** Asked for by hand, and no runner took it in time. */
  | 'unclaimed'
  /** No job is registered under its key. */
  | 'unknown-job'
  /** Its schedule's row breaks a rule. */
  | 'damaged'
  /** Somebody cancelled it; or its schedule was disabled or deleted while it waited. */
  | 'cancelled'
  /** The runner stopped before it could start or end. */
  | 'runner-stopped';

/** The record of one run. Instants are epoch milliseconds. */
export interface Execution {
  readonly id: string;
  readonly scheduleId: string;
  /** The job that ran. */
  readonly jobKey: string;
  /** Which of its schedules. */
  readonly variant: string;
  /** How it ended. */
  readonly status: Outcome;
  /** The instant that was due; for a run by hand, when it was asked for. */
  readonly scheduledAt: number;
  /** When the run started; of one that never started, when that was decided. */
  readonly runTime: number;
  /** Null for a run that never started or whose end nobody saw. */
  readonly durationMs: number | null;
  readonly exceptionType: string | null;
  readonly exceptionMessage: string | null;
  readonly traceback: string | null;
  readonly hostname: string;
  readonly pid: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** What asked for it: its schedule, a person, or a failure before. */
  readonly origin: Origin;
  /** Why it did not start, or ended without its own doing; null otherwise. */
  readonly reason: Reason | null;
  /** How many occurrences this record stands for, itself included. */
  readonly coalescedCount: number;
  /**
   * How long after it was due it started, or was given up as missed, in milliseconds; a retry is due at the end of its
   * pause. Null for a run by hand, for one that neither started nor was missed, and in records of earlier releases.
   */
  readonly lateMs: number | null;
  /** Null for what was on time: less than a second late. */
  readonly lateReason: LateReason | null;
  /**
   * Of a run that was skipped because all instances were busy: the runs that held the slots just then, oldest first, ten
   * at most. Null for all others, and in records of earlier releases.
   */
  readonly heldBy: readonly string[] | null;
  /** What the job said; null for nothing. */
  readonly output: string | null;
}

/** How many characters of an error's message a list shows. */
export const MESSAGE_SHOWN = 500;

/** The record of one run as a list has it: without the texts, which may be long. */
export interface ExecutionSummary extends Omit<Execution, 'traceback' | 'output'> {
  /** The first 500 characters. */
  readonly exceptionMessage: string | null;
  readonly hasTraceback: boolean;
  readonly hasOutput: boolean;
}

export function summaryOf({ traceback, output, ...execution }: Execution): ExecutionSummary {
  const message = execution.exceptionMessage;
  return {
    ...execution,
    exceptionMessage: message === null ? null : Array.from(message).slice(0, MESSAGE_SHOWN).join(''),
    hasTraceback: traceback !== null,
    hasOutput: output !== null,
  };
}

const FAILURES: ReadonlySet<Outcome> = new Set(['fail', 'timeout', 'interrupted', 'missed']);

/** Whether an outcome becomes a row: what was asked for by hand always does, the rest by the schedule's policy. */
export function isRecorded(policy: LogPolicy, outcome: Outcome, origin: Origin): boolean {
  if (origin === 'manual' || policy === 'all') return true;
  return policy === 'failures' && FAILURES.has(outcome);
}
