import type { Outcome } from '@zenpulse/core/domain';
import type { ErrorGroup } from './error-groups.ts';
import type { StatsBucket } from './figures.ts';
import type { RunnerDto } from './runners.ts';
import type { ScheduleCounts, ScheduleItem } from './schedules.ts';

/** `GET /api/overview`: everything on the first page. */
export interface Overview {
  readonly now: string;
  /** The default zone, in which "today" is counted. */
  readonly timezone: string;
  /** The last midnight in that zone. */
  readonly todaySince: string;
  /** The occurrences since then, by outcome, to the hour of UTC that midnight lies in. */
  readonly today: Readonly<Record<Outcome, number>>;
  /** Null until every row was looked at once, some seconds for 50,000 schedules. */
  readonly counts: ScheduleCounts | null;
  readonly runners: {
    /** The runner that fires; null if none does. */
    readonly active: Pick<RunnerDto, 'runnerId' | 'hostname' | 'pid' | 'stateSince'> | null;
    readonly standby: number;
    /** The last sign of life of a runner that was active; null if there was none, or if one is active. */
    readonly silentSince: string | null;
  };
  /**
   * While no runner is active: how many occurrences are overdue, and how many starts and misses there would be if one
   * started now (one start may cover several). Null while one is active, and until every row was looked at once.
   */
  readonly overdue: { readonly due: number; readonly wouldRun: number; readonly wouldMiss: number } | null;
  /** What needs attention, at most 12 of each; `counts` has the totals. */
  readonly attention: {
    readonly failing: readonly ScheduleItem[];
    readonly missed: readonly ScheduleItem[];
    readonly damaged: readonly ScheduleItem[];
    readonly unregistered: readonly ScheduleItem[];
    /** The groups of errors of the last 24 hours. */
    readonly errors: readonly ErrorGroup[];
  };
  /** Running now on all runners, at most 50, the oldest first. */
  readonly running: readonly OverviewRun[];
  /** The next occurrence of each of the schedules that are due first, at most 50, in order. */
  readonly next: readonly OverviewNext[];
  /** All schedules together, the last 24 hours by the hour. */
  readonly hours: readonly StatsBucket[];
  /** The schedules with something in the last hour or the next, at most 20. */
  readonly timeline: readonly OverviewLane[];
}

interface ScheduleName {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
}

export interface OverviewRun extends ScheduleName {
  readonly runId: string;
  readonly runnerId: string;
  readonly startedAt: string;
  /** The usual duration; null if not known. */
  readonly typicalMs: number | null;
  /** How far it says it is; absent if it has not said so. */
  readonly progress?: RunnerDto['runningNow'][number]['progress'];
}

export interface OverviewNext extends ScheduleName {
  readonly at: string;
}

export interface OverviewLane extends ScheduleName {
  /** Of a schedule that runs often, the instant of the oldest occurrence that is kept; null if the whole hour is. */
  readonly pastSince: string | null;
  /** The last of `next` where they do not reach to the end of the hour; else null. */
  readonly nextUntil: string | null;
  readonly past: readonly {
    readonly at: string;
    readonly status: Outcome;
    readonly durationMs: number | null;
  }[];
  readonly next: readonly string[];
}
