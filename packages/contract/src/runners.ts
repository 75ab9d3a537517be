import type { JobIsolation, JsonObject, Origin } from '@zenpulse/core/domain';
import type { Actor } from './roles.ts';
import type { ScheduleBody } from './schedules.ts';

/** A runner's last report. */
export interface RunnerDto {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** ZenPulse's version. */
  readonly version: string;
  /** `active` fires, `standby` waits for the lock, `stopped` left cleanly. */
  readonly state: 'active' | 'standby' | 'stopped';
  /** True if its heartbeat is recent. A runner that is neither alive nor stopped has died. */
  readonly isAlive: boolean;
  /** True if it is gone and may be removed from the list. */
  readonly isRemovable: boolean;
  /** When it entered its state. */
  readonly stateSince: string;
  /** The epoch of its lease, which each new holder raises; null while it holds none. */
  readonly epoch: number | null;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Started with `--lock`: fires only while no other runner does. */
  readonly isLocking: boolean;
  readonly syncEverySeconds: number;
  readonly concurrency: number;
  readonly timezone: string;
  /** The version of Node's time zone data, such as `2026c`; absent in reports of older releases. */
  readonly zoneData?: string;
  /** The version of Node; absent in reports of older releases. */
  readonly node?: string;
  /** The revision of the schedules it has read; null before its first sync. */
  readonly revision: number | null;
  readonly revisionAppliedAt: string | null;
  readonly runningNow: readonly {
    readonly runId: string;
    readonly scheduleId: string;
    readonly jobKey: string;
    readonly origin: Origin;
    /** The occurrence it runs for; for a run by hand, the instant of the request. */
    readonly scheduledAt: string;
    /** How many occurrences this run covers, including its own. */
    readonly coalescedCount: number;
    readonly startedAt: string;
    /** When its timeout passed while it kept running and holding its slot. Null if it did not. */
    readonly timedOutAt: string | null;
    /** When it was cancelled while it kept running and holding its slot. Null if it was not. */
    readonly cancelledAt: string | null;
    /** How far it says it is; absent if it has not said so. */
    readonly progress?: { readonly done: number; readonly total: number | null };
  }[];
  /** Some of the waiting runs, by due time. */
  readonly waitingNow: readonly {
    readonly runId: string;
    readonly scheduleId: string;
    readonly jobKey: string;
    readonly origin: Origin;
    readonly scheduledAt: string;
    readonly attempt: number;
    readonly dueAt: string;
    /**
     * What it waits for: one of the runner's places, a thread, the run before it in its chain, or the end of its retry
     * pause.
     */
    readonly waitsFor: 'place' | 'thread' | 'chain' | 'retry';
  }[];
  /** The number of all waiting runs. */
  readonly waitingCount: number;
  /** What limits it at the moment, in words; empty if nothing does. */
  readonly problems: readonly string[];
  /** Recent events, newest first: clock steps, leases lost and taken over, database outages. */
  readonly events: readonly {
    readonly at: string;
    /** The machine-readable kind of the event. */
    readonly kind: string;
    readonly text: string;
  }[];
}

export interface RunnerList {
  readonly items: readonly RunnerDto[];
  /** The revision of the schedules in the store; null while the database does not answer. */
  readonly revision: number | null;
}

/** `POST /api/runs/:runId/cancel`: the runners were asked to end the run. */
export interface CancelAccepted {
  readonly runId: string;
}

/** A job that a runner has registered. */
export interface JobDto {
  readonly jobKey: string;
  /** The file and line where it is defined. */
  readonly definedAt: string;
  /** The schedule declared in code, as a request body; null if the code declares none. */
  readonly declared: ScheduleBody | null;
  /** The defaults that the job's code gives to each new schedule: `POST /api/schedules` fills them in. */
  readonly defaults: Partial<ScheduleBody>;
  /** `thread`: it runs in a worker thread of its own, where it may block. */
  readonly isolation: JobIsolation;
  /** The JSON schema of its params, from `paramsSchema` in its code; null if it declares none. */
  readonly paramsSchema: JsonObject | null;
  readonly schedules: readonly { readonly id: string; readonly variant: string; readonly enabled: boolean }[];
  /** True if the code declares a schedule and the table has none, so that it can be restored. */
  readonly isRestorable: boolean;
}

export interface JobList {
  readonly items: readonly JobDto[];
}

/** `GET /api/info`: facts about this installation that the page shows. */
/** Nothing fires. `by`: the switch in the database, or a setting of the process that answers. */
export interface FiringStopped {
  readonly by: 'switch' | 'setting';
  /** Null by a setting. */
  readonly since: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
}

export interface InstallationInfo {
  readonly version: string;
  /** The default zone for new schedules, and where it comes from. */
  readonly timezone: string;
  readonly timezoneSource: string;
  /** The database without its password. */
  readonly database: string;
  readonly stateDir: string;
  /** How many days executions are kept; 0: for ever. */
  readonly retentionDays: number;
  /** Whether all firing is stopped; null while schedules fire. */
  readonly stopped: FiringStopped | null;
  /** The store's clock at the time of the answer. */
  readonly now: string;
  /** Who asks, and the role that decides what the page offers. */
  readonly actor: Actor;
  /** True if every caller is capped at the role of a viewer. */
  readonly isReadOnly: boolean;
}
