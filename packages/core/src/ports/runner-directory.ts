import type { JobIsolation, Origin, ScheduleFields } from '../domain/index.ts';
import type { LastRun } from './stats-store.ts';

export type RunnerState = 'active' | 'standby' | 'stopped';

/** What only a runner knows, as it last reported it. Never the truth about a schedule. */
export interface RunnerSnapshot {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly state: RunnerState;
  /** Since when it is in that state. */
  readonly stateSince: number;
  /** Of the lease, which each new holder raises; null while it does not hold one, and without `--lock`. */
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
  /** Of that revision: equal numbers of two histories differ in it. A runner of an earlier release does not say it. */
  readonly revisionToken?: string;
  readonly revisionAppliedAt: number | null;
  readonly jobs: readonly ReportedJob[];
  readonly runningNow: readonly ReportedRun[];
  /** Some of the runs that wait, at most `MAX_REPORTED_WAITING`, those that are due first before the others. */
  readonly waitingNow: readonly WaitingRun[];
  /** How many wait in all. */
  readonly waitingCount: number;
  readonly problems: readonly string[];
  /** What happened to it lately, the newest first, at most `MAX_REPORTED_EVENTS`. */
  readonly events: readonly ReportedEvent[];
  /** The newest runs whose counters have not reached the store yet, by schedule id. */
  readonly freshLastRuns: Readonly<Record<string, LastRun>>;
}

export interface ReportedJob {
  readonly jobKey: string;
  readonly definedAt: string;
  /** The schedule that the code declares; null for none. */
  readonly declared: (Partial<ScheduleFields> & Pick<ScheduleFields, 'jobKey' | 'triggerType'>) | null;
  /** Where each new schedule of the job begins, by its code; a runner of an older version does not say it. */
  readonly defaults?: Partial<ScheduleFields>;
  /** Absent: `inline`. */
  readonly isolation?: JobIsolation;
}

export interface ReportedRun {
  readonly runId: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly origin: Origin;
  /** The occurrence that it runs for; of a run by hand, when it was asked for. */
  readonly scheduledAt: number;
  /** How many occurrences it stands for, that one included. */
  readonly coalescedCount: number;
  readonly startedAt: number;
  /** When its time was up and it was told to stop; it keeps its slot until it does. Null: in time, or no timeout. */
  readonly timedOutAt: number | null;
  /** When somebody cancelled it; it keeps its slot until it ends. */
  readonly cancelledAt: number | null;
}

/** A run that has not started yet. */
export interface WaitingRun {
  readonly runId: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly origin: Origin;
  /** The occurrence that it is for; of a run by hand, when it was asked for. */
  readonly scheduledAt: number;
  readonly attempt: number;
  /** When it is to start: of a retry, the end of its pause. */
  readonly dueAt: number;
  /** One of the runner's places, a thread, the run before it in its chain, or the end of its pause. */
  readonly waitsFor: 'place' | 'thread' | 'chain' | 'retry';
}

export const MAX_REPORTED_WAITING = 50;

/** Something that the people who run it may ask about: a step of the clock, a lease lost or taken over, … */
export interface ReportedEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** A word for programs, such as `clock-step`. */
  readonly kind: string;
  /** A sentence for people. */
  readonly text: string;
}

export const MAX_REPORTED_EVENTS = 50;

/** A snapshot with the time of the runner's last heartbeat. */
export interface SeenRunner extends RunnerSnapshot {
  readonly heartbeatAt: number;
  /** How often heartbeats arrive in this directory. */
  readonly heartbeatEverySeconds: number;
}

/** Where runners report themselves and others read it. */
export interface RunnerDirectory {
  /** Opens this runner's own place in it. */
  open(runnerId: string): Promise<RunnerReport>;
  /** All runners seen, dead ones included. What cannot be read is left out. */
  list(): Promise<readonly SeenRunner[]>;
  /** Takes a runner that is gone off the list; harmless for one that is not on it. One that lives reports itself again. */
  remove(runnerId: string): Promise<void>;
}

export interface RunnerReport {
  write(snapshot: RunnerSnapshot): Promise<void>;
  /** Says "still here" without writing the snapshot again. */
  heartbeat(): Promise<void>;
}
