import type { Clock, ScheduleListPage, ScheduleQuery, ScheduleStore } from '@zenpulse/core/ports';
import { inTime } from './in-time.ts';
import type { KnownSchedules } from './known-schedules.ts';
import { isFiltered, matchingSchedules, type MatchingDeps } from './matching-schedules.ts';

/** A list waits so long for what is known of all rows, and then asks the database. */
const WITHIN_MS = 200;
/** So many matching rows are named to the database; of more, the first of its order that match are found soon. */
const MOST_IDS = 1_000;

export interface PageOfStoreDeps extends MatchingDeps {
  readonly schedules: Pick<ScheduleStore, 'list'>;
  readonly known: Pick<KnownSchedules, 'isRead' | 'byId' | 'update'>;
  readonly clock: Pick<Clock, 'monotonic' | 'yieldTo' | 'setBackgroundTimer'>;
}

/**
 * A page in an order that the database has an index for. How many rows match a filter, and which, is known here: the
 * database would look through all of them.
 */
export async function pageOfStore(deps: PageOfStoreDeps, query: ScheduleQuery): Promise<ScheduleListPage> {
  const { schedules, known, clock } = deps;
  if (!isFiltered(query)) {
    if (!known.isRead) return schedules.list(query); // counting the rows costs less than reading them
    await known.update();
    return { ...(await schedules.list({ ...query, isUncounted: true })), total: known.byId.size };
  }
  const matching = await inTime(
    known.update().then(() => matchingSchedules(known.byId.values(), query, deps)),
    WITHIN_MS,
    clock,
  );
  if (matching === null) return schedules.list(query);
  const total = matching.length;
  if (total === 0) return { items: [], total, next: null };
  if (total > MOST_IDS) return { ...(await schedules.list({ ...query, isUncounted: true })), total };
  const { sort, isDescending, after, limit } = query;
  const test = { by: 'ids', ids: matching.map(({ id }) => id) } as const;
  return {
    ...(await schedules.list({ sort, isDescending, after, limit, test, isUncounted: true })),
    total,
  };
}
