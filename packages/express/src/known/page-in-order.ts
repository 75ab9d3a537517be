import { caselessMatcher } from '@zenpulse/core/domain';
import type {
  Clock,
  ScheduleCursor,
  ScheduleListPage,
  ScheduleQuery,
  ScheduleStore,
  ScheduleTest,
} from '@zenpulse/core/ports';
import { inSlices } from './in-slices.ts';
import type { KnownSchedule } from './known-schedule.ts';

/** The cursor's value for schedules without one. */
const NEVER = -1;
const IDS_AT_ONCE = 2_000;

/** Schedules in an order that no database knows. */
export interface KnownOrder {
  /** By the value, those without one last; of equals by id. */
  readonly schedules: readonly KnownSchedule[];
  /** A number from 0 on; null for a schedule without one. */
  valueOf(one: KnownSchedule): number | null;
}

/** A page of the schedules in this order, or the other way round; those without a value come last both times. */
export async function pageInOrder(
  { schedules, clock }: { readonly schedules: ScheduleStore; readonly clock: Clock },
  order: KnownOrder,
  query: Omit<ScheduleQuery, 'sort'>,
): Promise<ScheduleListPage> {
  const { after, limit, isDescending } = query;
  const matches = await matcherOf(query, schedules);
  const matching: KnownSchedule[] = [];
  await inSlices(order.schedules, clock, (one) => {
    if (matches(one)) matching.push(one);
  });
  const all = isDescending ? reversed(matching, order) : matching;
  const start = after === undefined ? 0 : indexAfter(all, order, after, isDescending);
  const page = all.slice(start, start + limit);
  const last = start + limit < all.length ? page.at(-1) : undefined;
  return {
    items: await rowsOf(page, schedules),
    total: all.length,
    next: last === undefined ? null : { value: order.valueOf(last) ?? NEVER, id: last.id },
  };
}

async function matcherOf(
  { search, enabled, triggerType, logPolicy, test }: Omit<ScheduleQuery, 'sort'>,
  schedules: ScheduleStore,
): Promise<(one: KnownSchedule) => boolean> {
  const contains = search === undefined || search === '' ? null : caselessMatcher(search);
  const passes = test === undefined ? null : await passing(test, schedules);
  return (one) =>
    (enabled === undefined || one.enabled === enabled) &&
    (triggerType === undefined || one.triggerType === triggerType) &&
    (logPolicy === undefined || one.logPolicy === logPolicy) &&
    (contains === null || contains(one.jobKey) || contains(one.variant)) &&
    (passes === null || passes(one));
}

async function passing(
  test: ScheduleTest,
  schedules: Pick<ScheduleStore, 'idsOf'>,
): Promise<(one: KnownSchedule) => boolean> {
  if (test.by === 'disabled') return ({ enabled }) => !enabled;
  if (test.by === 'job') {
    const registered = new Set(test.noneOf);
    return ({ jobKey }) => !registered.has(jobKey);
  }
  const ids = new Set(test.by === 'ids' ? test.ids : await allIdsOf(test, schedules));
  return ({ id }) => ids.has(id);
}

async function allIdsOf(test: ScheduleTest, schedules: Pick<ScheduleStore, 'idsOf'>): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const ids = await schedules.idsOf(test, found.at(-1) ?? null, IDS_AT_ONCE);
    for (const id of ids) found.push(id);
    if (ids.length < IDS_AT_ONCE) return found;
  }
}

/** Those with a value backwards, and then the others as they are. */
function reversed(inOrder: readonly KnownSchedule[], { valueOf }: KnownOrder): readonly KnownSchedule[] {
  const firstWithout = firstIndex(inOrder, (one) => valueOf(one) === null);
  return [...inOrder.slice(0, firstWithout).reverse(), ...inOrder.slice(firstWithout)];
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

/** The first item for which it holds, where it holds for all later ones too; the length if there is none. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows that were deleted meanwhile are left out. */
async function rowsOf(page: readonly KnownSchedule[], schedules: ScheduleStore) {
  const ids = page.map(({ id }) => id);
  const { items } = await schedules.list({
    test: { by: 'ids', ids },
    sort: 'jobKey',
    isDescending: false,
    limit: Math.max(1, ids.length),
    isUncounted: true,
  });
  const place = new Map(ids.map((id, index) => [id, index]));
  const idOf = (row: (typeof items)[number]) => (row.isDamaged ? row.damaged.id : row.schedule.id);
  return items.toSorted((a, b) => (place.get(idOf(a)) ?? 0) - (place.get(idOf(b)) ?? 0));
}
