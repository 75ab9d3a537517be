import type { ScheduleChange, ScheduleFields, Schedule, StoredSchedule } from '../domain/index.ts';

/** The rows that say when jobs run. Writes raise the revision; so does SQL by hand. */
export interface ScheduleStore {
  /** The number that every change raises. One statement. */
  readRevision(): Promise<number>;
  /** Everything that changed after `since` (0: everything), and how many rows there are now. */
  readChanges(since: number): Promise<ScheduleChanges>;
  /** The ids of all rows, to find what was deleted. */
  readIds(): Promise<readonly string[]>;
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
  /** Throws `not_found`. */
  remove(id: string): Promise<void>;
}

export interface ScheduleChanges {
  readonly revision: number;
  readonly changed: readonly StoredSchedule[];
  readonly count: number;
}

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
