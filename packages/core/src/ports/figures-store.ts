import type { ErrorGroup, FiguresBucket, FiguresStep, RecentOccurrence } from '../domain/index.ts';
import type { DeletionOptions } from './execution-store.ts';

/**
 * Figures that are kept under every log policy: the newest occurrences of each schedule, counts and durations by hour
 * and day, and groups of errors. They are written with the counters (`StatsStore.add`); here they are read, each by a key
 * or an index.
 */
export interface FiguresStore {
  /** The newest occurrences of each schedule, at most 60, newest last; a schedule without any is absent. */
  recentOf(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, readonly RecentOccurrence[]>>;
  /** Oldest first, from the bucket that contains `from` on; those in which nothing was due are left out. */
  buckets(query: BucketsQuery): Promise<readonly FiguresBucket[]>;
  /** Newest first by (`lastAt`, `fingerprint`). */
  errorGroups(query: ErrorGroupsQuery): Promise<ErrorGroupPage>;
  /** Deletes what is kept no longer, in steps of limited time; resolves to the number of rows. */
  prune(limits: FiguresLimits, options?: DeletionOptions): Promise<number>;
  /** How far figures were filled in from executions of earlier releases; null if that has not begun. */
  filled(): Promise<FiguresFill | null>;
}

export interface BucketsQuery {
  /** Null: all schedules together. */
  readonly scheduleId: string | null;
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  readonly step: FiguresStep;
}

export interface ErrorGroupsQuery {
  readonly jobKey?: string | undefined;
  /** Groups whose newest failure was of this schedule. */
  readonly scheduleId?: string | undefined;
  /** Groups seen at or after this instant (epoch milliseconds). */
  readonly from?: number | undefined;
  readonly after?: ErrorGroupCursor | undefined;
  readonly limit: number;
}

export interface ErrorGroupCursor {
  readonly lastAt: number;
  readonly fingerprint: string;
}

export interface ErrorGroupPage {
  readonly items: readonly ErrorGroup[];
  /** Where the next page begins; null if there is none. */
  readonly next: ErrorGroupCursor | null;
}

export interface FiguresLimits {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Groups of errors not seen since are deleted; null: they are kept. */
  readonly errorsBefore: number | null;
}

export interface FiguresFill {
  /** Executions before this instant are filled in (epoch milliseconds). */
  readonly since: number;
  /** The number of steps of an hour, backwards from there, that are done. */
  readonly hours: number;
}

/** How many groups of errors are kept of one job; the newest stay. */
export const ERROR_GROUPS_KEPT = 200;
