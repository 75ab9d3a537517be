import type { ChangeAction, ChangeAuthor, ChangeRecord, RecordedValues } from '../domain/index.ts';

/** How long changes are kept. */
export const CHANGES_KEPT_MS = 366 * 86_400_000;

/** About how much JSON one page of changes has at most; a single larger change is a page of its own. */
export const CHANGE_PAGE_CHARACTERS = 200_000;

/** How many changes one page reads at most, where no index matches all conditions of the filter. */
export const CHANGES_SEARCHED = 5_000;

/**
 * The record of changes: of schedules, and of runs by hand, cancels and deletions. Those of schedules are written by the
 * schedule store, in the transaction of the change.
 */
export interface ChangeRecordStore {
  /** Newest first by (`at`, `id`). A page may have fewer than `limit` although there are more: `next` says so. */
  list(filter: ChangeFilter, page: ChangePageQuery): Promise<ChangeListPage>;
  /** Null if there is no such change. */
  get(id: string): Promise<ChangeRecord | null>;
  /** What one action did to many schedules: those after the id `after`, in the order of the ids, at most `limit`. */
  ofBulk(bulkId: string, after: string | null, limit: number): Promise<readonly ChangeRecord[]>;
  /** Records what is no change of a schedule's fields. Resolves to its id. */
  add(action: RecordedAction, author: ChangeAuthor): Promise<string>;
  /** Completes what was recorded before its result was known. */
  settle(id: string, after: RecordedValues): Promise<void>;
  /** Deletes the changes from before `before` (epoch milliseconds) in small steps; resolves to their number. */
  prune(before: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<number>;
}

export interface RecordedAction extends Partial<
  Pick<ChangeRecord, 'scheduleId' | 'jobKey' | 'variant' | 'bulkId'>
> {
  readonly action: ChangeAction;
  /** What was done: ids, filters and counts. */
  readonly after: RecordedValues;
}

export interface ChangeFilter {
  readonly scheduleId?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: ChangeAction | undefined;
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined;
}

export interface ChangeCursor {
  readonly at: number;
  readonly id: string;
}

export interface ChangePageQuery {
  readonly after?: ChangeCursor | undefined;
  readonly limit: number;
}

export interface ChangeListPage {
  readonly items: readonly ChangeRecord[];
  /** Where the next page begins; null if there is none. */
  readonly next: ChangeCursor | null;
}
