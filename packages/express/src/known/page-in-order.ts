import type { ScheduleCursor, ScheduleListPage, ScheduleQuery, ScheduleStore } from '@zenpulse/core/ports';
import { firstIndex } from './in-slices.ts';
import type { KnownSchedule } from './known-schedule.ts';

/** The cursor's value for schedules without one. */
const NEVER = -1;

/** Schedules in an order that no database knows. */
export interface KnownOrder {
  /** By the value, those without one last; of equals by id. */
  readonly schedules: readonly KnownSchedule[];
  /** A number from 0 on; null for a schedule without one. */
  valueOf(one: KnownSchedule): number | null;
}

export type PageQuery = Pick<ScheduleQuery, 'after' | 'limit' | 'isDescending'>;

/** A page of the schedules in this order, or the other way round; those without a value come last both times. */
export async function pageInOrder(
  schedules: Pick<ScheduleStore, 'list'>,
  order: KnownOrder,
  { after, limit, isDescending }: PageQuery,
): Promise<ScheduleListPage> {
  const all = isDescending ? reversed(order) : order.schedules;
  const start = after === undefined ? 0 : indexAfter(all, order, after, isDescending);
  const page = all.slice(start, start + limit);
  const last = start + limit < all.length ? page.at(-1) : undefined;
  return {
    items: await rowsOf(page, schedules),
    total: all.length,
    next: last === undefined ? null : { value: order.valueOf(last) ?? NEVER, id: last.id },
  };
}

/** Those with a value backwards, and then the others as they are. */
function reversed({ schedules, valueOf }: KnownOrder): readonly KnownSchedule[] {
  const firstWithout = firstIndex(schedules, (one) => valueOf(one) === null);
  return [...schedules.slice(0, firstWithout).reverse(), ...schedules.slice(firstWithout)];
}

/** Where the first item lies that comes after the cursor. */
function indexAfter(
  items: readonly KnownSchedule[],
  { valueOf }: KnownOrder,
  { value, id }: ScheduleCursor,
  isDescending: boolean,
): number {
  const from = Number(value);
  return firstIndex(items, (one) => {
    const own = valueOf(one);
    if (from === NEVER || own === null) return own === null && (from !== NEVER || one.id > id);
    if (own !== from) return isDescending ? own < from : own > from;
    return isDescending ? one.id < id : one.id > id;
  });
}

/** The rows in this order; rows that were deleted meanwhile are left out. */
export async function rowsOf(
  page: readonly Pick<KnownSchedule, 'id'>[],
  schedules: Pick<ScheduleStore, 'list'>,
): Promise<ScheduleListPage['items']> {
  if (page.length === 0) return [];
  const ids = page.map(({ id }) => id);
  const { items } = await schedules.list({
    test: { by: 'ids', ids },
    sort: 'jobKey',
    isDescending: false,
    limit: ids.length,
    isUncounted: true,
  });
  const place = new Map(ids.map((id, index) => [id, index]));
  const idOf = (row: (typeof items)[number]) => (row.isDamaged ? row.damaged.id : row.schedule.id);
  return items.toSorted((a, b) => (place.get(idOf(a)) ?? 0) - (place.get(idOf(b)) ?? 0));
}
