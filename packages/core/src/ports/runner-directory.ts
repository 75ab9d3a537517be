import type { JobIsolation, JsonObject, Origin, RunInstants, ScheduleFields } from '../domain/index.ts';
import type { LastRun } from './stats-store.ts';

export type RunnerState = 'active' | 'standby' | 'stopped';

/** A runner's last report of facts that only it knows. It is never authoritative about a schedule. */
export interface RunnerSnapshot {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly state: RunnerState;
  /** When it entered that state. */
  readonly stateSince: number;
  /** The lease's epoch, which each new holder raises; null while it holds none, and without `--lock`. */
  readonly epoch: number | null;
  readonly startedAt: number;
  /** Started with `--lock`. */
  readonly isLocking: boolean;
  readonly syncEverySeconds: number;
  readonly concurrency: number;
  readonly timezone: string;
  /** The version of Node's time zone data, such as `2026c`; runners of older releases do not report it. */
  readonly zoneData?: string;
  /** The version of Node, such as `22.23.0`. */
  readonly node?: string;
  readonly revision: number | null;
  /**
   * The token of that revision: equal numbers of two histories have different tokens. Missing in reports of earlier
   * releases.
   */
  readonly revisionToken?: string;
  readonly revisionAppliedAt: number | null;
  readonly jobs: readonly ReportedJob[];
  readonly runningNow: readonly ReportedRun[];
  /** Some of the waiting runs, at most `MAX_REPORTED_WAITING`, by due time. */
  readonly waitingNow: readonly WaitingRun[];
  /** The number of all waiting runs. */
  readonly waitingCount: number;
  readonly problems: readonly string[];
  /** Recent events, newest first, at most `MAX_REPORTED_EVENTS`. */
  readonly events: readonly ReportedEvent[];
  /** The newest runs whose counters have not reached the store yet, by schedule id. */
  readonly freshLastRuns: Readonly<Record<string, LastRun>>;
  /** What the counters that have not reached the store yet say of states, by schedule id; older runners do not report it. */
  readonly freshInstants?: Readonly<Record<string, RunInstants>>;
  /**
   * The occurrences that have not reached the store yet, as texts (`recentText`), by schedule id; older runners do not
   * report it.
   */
  readonly freshRecent?: Readonly<Record<string, string>>;
  /** Schedules of which a further attempt waits, at most `MAX_REPORTED_RETRYING`; older runners do not report it. */
  readonly retrying?: readonly string[];
  /**
   * The next occurrence of each of the schedules that are due first, in order, at most `MAX_REPORTED_NEXT`; empty for a
   * runner that does not fire. Older runners do not report it.
   */
  readonly next?: readonly (readonly [scheduleId: string, at: number])[];
}

export interface ReportedJob {
  readonly jobKey: string;
  readonly definedAt: string;
  /** The schedule declared in code; null if there is none. */
  readonly declared: (Partial<ScheduleFields> & Pick<ScheduleFields, 'jobKey' | 'triggerType'>) | null;
  /** The defaults that the job's code gives to each new schedule; missing in reports of older versions. */
  readonly defaults?: Partial<ScheduleFields>;
  /** Absent: `inline`. */
  readonly isolation?: JobIsolation;
  /** The JSON schema of its params; absent: anything. */
  readonly paramsSchema?: JsonObject;
}

export interface ReportedRun {
  readonly runId: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly origin: Origin;
  /** The occurrence it runs for; for a run by hand, when it was requested. */
  readonly scheduledAt: number;
  /** How many occurrences this run covers, including its own. */
  readonly coalescedCount: number;
  readonly startedAt: number;
  /**
   * When its timeout passed and its signal was aborted; it keeps its slot until it ends. Null: within its time, or no
   * timeout.
   */
  readonly timedOutAt: number | null;
  /** When it was cancelled; it keeps its slot until it ends. */
  readonly cancelledAt: number | null;
  /** How far it says it is; absent if it has not said so, and in reports of older runners. */
  readonly progress?: RunProgress;
}

/** What a job last said of itself. */
export interface RunProgress {
  readonly done: number;
  /** Null if the job does not know it. */
  readonly total: number | null;
}

/** A run that has not started yet. */
export interface WaitingRun {
  readonly runId: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly origin: Origin;
  /** The occurrence it is for; for a run by hand, when it was requested. */
  readonly scheduledAt: number;
  readonly attempt: number;
  /** When it should start: for a retry, the end of its pause. */
  readonly dueAt: number;
  /**
   * What it waits for: one of the runner's places, a thread, the run before it in its chain, or the end of its pause.
   */
  readonly waitsFor: 'place' | 'thread' | 'chain' | 'retry';
}

export const MAX_REPORTED_WAITING = 50;
export const MAX_REPORTED_RETRYING = 500;
export const MAX_REPORTED_NEXT = 200;

/** An event that matters to operators: a step of the clock, a lease lost or taken over, … */
export interface ReportedEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The machine-readable kind, such as `clock-step`. */
  readonly kind: string;
  /** A sentence for people. */
  readonly text: string;
}

export const MAX_REPORTED_EVENTS = 50;

/** A report with the time of the runner's last heartbeat. */
export interface SeenRunner extends RunnerSnapshot {
  readonly heartbeatAt: number;
  /** How often heartbeats arrive in this directory. */
  readonly heartbeatEverySeconds: number;
}

/** Where runners publish their reports. */
export interface RunnerDirectory {
  /** Opens this runner's own entry. */
  open(runnerId: string): Promise<RunnerReport>;
  /** All runners with a report, dead ones included. Unreadable reports are left out. */
  list(): Promise<readonly SeenRunner[]>;
  /** Removes a runner that is gone; no effect if it is not listed. A living one reports itself again. */
  remove(runnerId: string): Promise<void>;
}

export interface RunnerReport {
  write(snapshot: RunnerSnapshot): Promise<void>;
  /** Updates the heartbeat without writing the report again. */
  heartbeat(): Promise<void>;
}
