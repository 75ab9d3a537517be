import type { ScheduleChange, ScheduleFields, Schedule, StoredSchedule } from '../domain/index.ts';

/** The rows that say when jobs run. Writes raise the revision; so does SQL by hand. */
export interface ScheduleStore {
  /** The number that every change raises, and its token. One statement. */
  readRevision(): Promise<RevisionPair>;
  /** What was changed and deleted after `since` (null: all rows), and whether it is the same history. One snapshot. */
  readChanges(since: RevisionPair | null): Promise<ScheduleChanges>;
  /** Whether this history had the pair; false also of one that is older than its log, which has the newest 1,000. */
  hasHad(pair: RevisionPair): Promise<boolean>;
  /** Gives the database another history, and raises the revision; resolves to the new id. For loads that no trigger saw. */
  beginHistory(): Promise<string>;
  list(query: ScheduleQuery): Promise<ScheduleListPage>;
  /** Null when there is no such row. */
  get(id: string): Promise<StoredSchedule | null>;
  /** The revision of the row's last change; null when there is no such row. */
  revisionOf(id: string): Promise<number | null>;
  /** Which schedules the given jobs have. */
  findByJobs(jobKeys: readonly string[]): Promise<readonly ScheduleRef[]>;
  /** Throws `schedule_exists` when the job has one of that variant. */
  create(fields: ScheduleFields): Promise<Schedule>;
  /** Creates it unless this job's schedule was ever created from code before; null when nothing was done. */
  createFromCode(fields: ScheduleFields): Promise<Schedule | null>;
  /**
   * Changes fields of the row if it still has `version`. Throws `not_found` or `stale_version`.
   * `validate` sees the row as it stands and returns the change to write (and may throw).
   */
  change(
    id: string,
    version: number,
    validate: (before: StoredSchedule) => ScheduleChange,
  ): Promise<Schedule>;
  /**
   * Lets an interval count from now that was created under a clock which was ahead (`isCreatedAhead` by the store's time).
   * Null, and nothing is done, for every other row, and for one that no longer has `version`.
   */
  reanchor(id: string, version: number): Promise<Schedule | null>;
  /** Throws `not_found`. */
  remove(id: string): Promise<void>;
}

/**
 * A revision and the token that was made with it: random, another at each raise. Two databases with equal pairs share their
 * history up to there; equal numbers alone say nothing (a restored backup counts again from where it was).
 */
export interface RevisionPair {
  readonly revision: number;
  readonly token: string;
}

/** Of one moment. */
export interface ScheduleChanges extends RevisionPair {
  /** Of the database: made with its tables, it travels in dumps and copies. */
  readonly historyId: string;
  /**
   * `continues`: this history had `since`, and `changed` and `deleted` are what came after it. Otherwise `changed` is every
   * row: `unknown` (there was no `since`, or it is older than the log) or `another` (this history never had it).
   */
  readonly continuity: 'continues' | 'unknown' | 'another';
  readonly changed: readonly StoredSchedule[];
  /** Ids of rows that are gone. */
  readonly deleted: readonly string[];
  /** How many rows there are, where some may go without being named in `deleted` (TRUNCATE on MySQL fires no trigger). */
  readonly count?: number;
}

/** So many pairs are kept, the newest. */
export const REVISION_LOG_LENGTH = 1_000;

export interface ScheduleRef {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly enabled: boolean;
}

export type ScheduleSort = 'jobKey' | 'enabled' | 'updatedAt';

export interface ScheduleQuery {
  readonly search?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly triggerType?: 'interval' | 'cron' | undefined;
  readonly logPolicy?: string | undefined;
  readonly sort: ScheduleSort;
  readonly isDescending: boolean;
  readonly after?: ScheduleCursor | undefined;
  readonly limit: number;
}

/** Where the next page begins: the last row's sort value and id. */
export interface ScheduleCursor {
  readonly value: string | number;
  readonly id: string;
}

export interface ScheduleListPage {
  readonly items: readonly StoredSchedule[];
  readonly total: number;
  readonly next: ScheduleCursor | null;
}
