import { listSchedulesQuery, type SchedulePage, type ScheduleSortName } from '@zenpulse/contract';
import type { ScheduleListPage, ScheduleQuery } from '@zenpulse/core/ports';
import { presentSchedules, readStates, testOf } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';
import { knownStates } from '../known/known-states.ts';
import { isFiltered, matchingSchedules } from '../known/matching-schedules.ts';
import { nextRunOf } from '../known/next-runs.ts';
import { pageInOrder, type KnownOrder } from '../known/page-in-order.ts';
import { pageOfStore } from '../known/page-of-store.ts';

const cursorRule = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });

/** A list waits this long for its counts: the first ones read every row once, some seconds for 50,000 schedules. */
const COUNTS_WITHIN_MS = 300;

export const listSchedules: Handler = async ({ query }, installation) => {
  const { sort, cursor, is, include, ...filter } = listSchedulesQuery.parse(query);
  const { backend, clock, damaged } = installation;
  const reading = await readStates(backend);
  const by = sort.replace('-', '') as ScheduleSortName; // the contract's enum, with or without the minus
  const page = await pageBy(by, installation, {
    ...filter,
    test: is && (await testOf(is, reading, damaged)),
    isDescending: sort.startsWith('-'),
    after: decodeCursor(cursor, cursorRule),
  });
  const states = include.includes('counts')
    ? await inTime(knownStates(reading, installation), COUNTS_WITHIN_MS, clock)
    : null;
  const body: SchedulePage = {
    items: await presentSchedules(page.items, backend, reading, { hasRecent: include.includes('recent') }),
    nextCursor: encodeCursor(page.next),
    total: page.total,
    ...(states !== null && { counts: states.counts }),
  };
  return { status: 200, body };
};

async function pageBy(
  name: ScheduleSortName,
  installation: Installation,
  query: Omit<ScheduleQuery, 'sort'>,
): Promise<ScheduleListPage> {
  const { schedules } = installation.backend;
  if (name !== 'nextRunAt' && name !== 'typicalMs')
    return pageOfStore({ ...installation, schedules }, { ...query, sort: name });
  const order = await orderBy(name, installation);
  const found = isFiltered(query)
    ? { ...order, schedules: await matchingSchedules(order.schedules, query, installation) }
    : order;
  return pageInOrder(schedules, found, query);
}

async function orderBy(
  name: 'nextRunAt' | 'typicalMs',
  { nextRuns, typicalOrder }: Installation,
): Promise<KnownOrder> {
  if (name === 'typicalMs') return typicalOrder.inOrder();
  return { schedules: await nextRuns.inOrder(), valueOf: nextRunOf };
}
