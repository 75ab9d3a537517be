import type { JobIsolation, Origin } from '@zenpulse/core/domain';
import type { ScheduleBody } from './schedules.ts';

/** A runner as it last reported itself. */
export interface RunnerDto {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** ZenPulse's version. */
  readonly version: string;
  /** `active` fires, `standby` waits for the lock, `stopped` left cleanly. */
  readonly state: 'active' | 'standby' | 'stopped';
  /** Whether its heartbeat is recent. A runner that is neither alive nor stopped died. */
  readonly isAlive: boolean;
  /** It is gone, and may be taken off the list. */
  readonly isRemovable: boolean;
  /** Since when it is in its state. */
  readonly stateSince: string;
  /** Of the lease that it holds, which each new holder raises; null while it holds none. */
  readonly epoch: number | null;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Started with `--lock`: fires only while no other runner does. */
  readonly isLocking: boolean;
  readonly syncEverySeconds: number;
  readonly concurrency: number;
  readonly timezone: string;
  /** The version of Node's time zone data, such as `2026c`; absent for a runner of an older release. */
  readonly zoneData?: string;
  /** The version of Node; absent for a runner of an older release. */
  readonly node?: string;
  /** The revision of the schedules that it runs by; null before its first sync. */
  readonly revision: number | null;
  readonly revisionAppliedAt: string | null;
  readonly runningNow: readonly {
    readonly runId: string;
    readonly scheduleId: string;
    readonly jobKey: string;
    readonly origin: Origin;
    /** The occurrence that it runs for; of a run by hand, when it was asked for. */
    readonly scheduledAt: string;
    /** How many occurrences it stands for, that one included. */
    readonly coalescedCount: number;
    readonly startedAt: string;
    /** When its timeout passed; it runs on and keeps its slot. Null: not so. */
    readonly timedOutAt: string | null;
    /** When somebody cancelled it; it runs on and keeps its slot. Null: not so. */
    readonly cancelledAt: string | null;
  }[];
  /** Some of the runs that wait, those that are due first before the others. */
  readonly waitingNow: readonly {
    readonly runId: string;
    readonly scheduleId: string;
    readonly jobKey: string;
    readonly origin: Origin;
    readonly scheduledAt: string;
    readonly attempt: number;
    readonly dueAt: string;
    /** For one of the runner's places, for a thread, for the run before it in its chain, or as a retry for the end of its pause. */
    readonly waitsFor: 'place' | 'thread' | 'chain' | 'retry';
  }[];
  /** How many wait in all. */
  readonly waitingCount: number;
  /** What limits it at the moment, in words; empty when all is well. */
  readonly problems: readonly string[];
  /** What happened to it lately, the newest first: clock steps, leases lost and taken over, the database away. */
  readonly events: readonly {
    readonly at: string;
    /** A word for programs. */
    readonly kind: string;
    readonly text: string;
  }[];
}

export interface RunnerList {
  readonly items: readonly RunnerDto[];
  /** The revision of the schedules in the store; null while the database does not answer. */
  readonly revision: number | null;
}

/** `POST /api/runs/:runId/cancel`: the runners were asked to end it. */
export interface CancelAccepted {
  readonly runId: string;
}

/** A job that a runner has registered. */
export interface JobDto {
  readonly jobKey: string;
  /** Where it is defined: file and line. */
  readonly definedAt: string;
  /** The schedule that the code declares, in the body's own fields; null when it declares none. */
  readonly declared: ScheduleBody | null;
  /** Where each new schedule of the job begins, by its code: what `POST /api/schedules` fills in for this job. */
  readonly defaults: Partial<ScheduleBody>;
  /** `thread`: it runs in a thread of its own, where it may block. */
  readonly isolation: JobIsolation;
  readonly schedules: readonly { readonly id: string; readonly variant: string; readonly enabled: boolean }[];
  /** True when the code declares a schedule and the table has none: it can be restored. */
  readonly isRestorable: boolean;
}

export interface JobList {
  readonly items: readonly JobDto[];
}

/** `GET /api/info`: what a page needs to know of the installation. */
export interface InstallationInfo {
  readonly version: string;
  /** The default zone for new schedules, and where it comes from. */
  readonly timezone: string;
  readonly timezoneSource: string;
  /** The database without its password. */
  readonly database: string;
  readonly stateDir: string;
  /** Days that executions are kept; 0: for ever. */
  readonly retentionDays: number;
  /** The store's clock when this was answered. */
  readonly now: string;
}
