import type {
  ChangeAuthor,
  StoredChange,
  ChangeRecord,
  ScheduleEdit,
  ScheduleFields,
  Schedule,
  StoredSchedule,
} from '../domain/index.ts';

/**
 * The schedules. Every write raises the revision and is recorded as a change in the same transaction, including SQL by
 * hand.
 */
export interface ScheduleStore {
  /** The number that every change raises, and its token. One statement. */
  readRevision(): Promise<RevisionPair>;
  /**
   * The rows changed and deleted after `since` (null: all rows), and whether the history is the same. Read in one
   * snapshot.
   */
  readChanges(since: RevisionPair | null): Promise<ScheduleChanges>;
  /** True if this history contains the pair; false also for a pair older than its log, which keeps the newest 1,000. */
  hasHad(pair: RevisionPair): Promise<boolean>;
  /**
   * Gives the database a new history id and raises the revision; resolves to the new id. For bulk loads with triggers
   * switched off.
   */
  beginHistory(): Promise<string>;
  list(query: ScheduleQuery): Promise<ScheduleListPage>;
  /** How many rows pass each test; null: how many there are. One statement. */
  countEach<K extends string>(tests: Readonly<Record<K, ScheduleTest | null>>): Promise<Record<K, number>>;
  /** The ids of the rows that pass the test and come after `after`, in the order of the ids, at most `limit`. */
  idsOf(test: ScheduleTest, after: string | null, limit: number): Promise<readonly string[]>;
  /** Null if there is no such row. */
  get(id: string): Promise<StoredSchedule | null>;
  /** The revision of the row's last change; null if there is no such row. */
  revisionOf(id: string): Promise<number | null>;
  /** The schedules of the given jobs. */
  findByJobs(jobKeys: readonly string[]): Promise<readonly ScheduleRef[]>;
  /** Throws `schedule_exists` if the job already has one of that variant. */
  create(fields: ScheduleFields, author: ChangeAuthor): Promise<Schedule>;
  /** Creates it unless this job's schedule was ever created from code; null if nothing was done. */
  createFromCode(fields: ScheduleFields): Promise<Schedule | null>;
  /**
   * Changes fields of the row if it still has `version`. Throws `not_found` or `stale_version`. `validate` gets the
   * stored row and returns the change to write (and may throw).
   */
  change(
    id: string,
    version: number,
    validate: (before: StoredSchedule) => StoredChange,
    author: ChangeAuthor,
  ): Promise<Schedule>;
  /**
   * Restarts the interval of a schedule that was created while the clock was ahead (`isCreatedAhead` by the store's
   * time), counting from now. Null, without a change, for other rows and for one that no longer has `version`.
   */
  reanchor(id: string, version: number): Promise<Schedule | null>;
  /** Throws `not_found`. */
  remove(id: string, author: ChangeAuthor): Promise<void>;
  /**
   * Writes what `decide` returns for each of the ids, with the rows locked and in one transaction, and records each as a
   * change. What `decide` throws rolls everything back, as does `schedule_exists`. At most some hundred ids at once.
   */
  edit(ids: readonly string[], decide: DecideEdit, author: ChangeAuthor): Promise<readonly EditedSchedule[]>;
}

/**
 * Decides about a row as it is now (null: there is none); null leaves it alone. `now`: the store's time. It may be called
 * again for the same id after a deadlock.
 */
export type DecideEdit = (id: string, stored: StoredSchedule | null, now: number) => ScheduleEdit | null;

export interface EditedSchedule {
  readonly id: string;
  /** Null: it was deleted. */
  readonly after: Schedule | null;
  /** Null if no recorded field changed. */
  readonly change: ChangeRecord | null;
}

/**
 * A revision and its token, a random value made at each raise. Two databases with an equal pair share their history up
 * to it; equal numbers alone prove nothing (a restored backup counts on from its old number).
 */
export interface RevisionPair {
  readonly revision: number;
  readonly token: string;
}

/** Read at one moment. */
export interface ScheduleChanges extends RevisionPair {
  /** The id of the database's history: made with its tables, copied by dumps. */
  readonly historyId: string;
  /**
   * `continues`: this history contains `since`, and `changed` and `deleted` are what came after it. Otherwise `changed`
   * is every row: `unknown` (no `since`, or older than the log) or `another` (this history never contained it).
   */
  readonly continuity: 'continues' | 'unknown' | 'another';
  readonly changed: readonly StoredSchedule[];
  /** Ids of deleted rows. */
  readonly deleted: readonly string[];
  /**
   * The number of rows, where rows may disappear without being listed in `deleted` (TRUNCATE on MySQL fires no
   * trigger).
   */
  readonly count?: number;
}

/** How many pairs are kept, the newest ones. */
export const REVISION_LOG_LENGTH = 1_000;

export interface ScheduleRef {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly enabled: boolean;
}

/** `lastRunAt`: by the newest run that was counted; schedules without one come last, whatever the direction. */
export type ScheduleSort = 'jobKey' | 'enabled' | 'updatedAt' | 'lastRunAt';

export interface ScheduleQuery {
  readonly search?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly triggerType?: 'interval' | 'cron' | undefined;
  readonly logPolicy?: string | undefined;
  readonly test?: ScheduleTest | undefined;
  readonly sort: ScheduleSort;
  readonly isDescending: boolean;
  readonly after?: ScheduleCursor | undefined;
  readonly limit: number;
  /** Leaves the total at 0: counting costs more than a small page does. */
  readonly isUncounted?: boolean;
}

export type CountedTest = 'failing' | 'missed' | 'never-ran';

/** A test of a row: by the row, by its counters, or by what only the caller knows. */
export type ScheduleTest =
  | { readonly by: 'disabled' }
  /** Rows whose pause ends after this instant. */
  | { readonly by: 'paused'; readonly at: number }
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  /** Rows that were changed after this revision. */
  | { readonly by: 'changed'; readonly after: number }
  /** Rows whose job is none of these. */
  | { readonly by: 'job'; readonly noneOf: readonly string[] }
  /** Enabled rows whose newest ended run failed; rows with a miss since the last start; rows that never ran. */
  | {
      readonly by: 'counters';
      readonly counted: CountedTest;
      /** Of these the caller knows more than the counters do: of them `passing` pass, and no others. */
      readonly judged: readonly string[];
      readonly passing: readonly string[];
    };

/** Where the next page begins: the last row's sort value and id. */
export interface ScheduleCursor {
  readonly value: string | number;
  readonly id: string;
}

export interface ScheduleListPage {
  readonly items: readonly StoredSchedule[];
  /** How many rows match the filter, on all pages; 0 if the query is uncounted. */
  readonly total: number;
  readonly next: ScheduleCursor | null;
}
