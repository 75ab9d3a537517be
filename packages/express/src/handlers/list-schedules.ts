import { listSchedulesQuery, type SchedulePage, type ScheduleSortName } from '@zenpulse/contract';
import { countStates, presentSchedules, readStates, testOf, type StateReading } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';
import { nextRunOf } from '../known/next-runs.ts';
import { pageInOrder, type KnownOrder } from '../known/page-in-order.ts';

const cursorRule = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });

/** A list waits this long for its counts: the first ones read every row once, some seconds for 50,000 schedules. */
const COUNTS_WITHIN_MS = 300;

export const listSchedules: Handler = async ({ query }, installation) => {
  const { sort, cursor, is, include, ...filter } = listSchedulesQuery.parse(query);
  const { backend, damaged } = installation;
  const reading = await readStates(backend);
  const wanted = {
    ...filter,
    test: is && (await testOf(is, reading, damaged)),
    isDescending: sort.startsWith('-'),
    after: decodeCursor(cursor, cursorRule),
  };
  const by = sort.replace('-', '') as ScheduleSortName; // the contract's enum, with or without the minus
  const page =
    by === 'nextRunAt' || by === 'typicalMs'
      ? await pageInOrder(backend, await orderBy(by, installation), wanted)
      : await backend.schedules.list({ ...wanted, sort: by });
  const body: SchedulePage = {
    items: await presentSchedules(page.items, backend, reading, { hasRecent: include.includes('recent') }),
    nextCursor: encodeCursor(page.next),
    total: page.total,
    ...(include.includes('counts') && (await countsInTime(reading, installation))),
  };
  return { status: 200, body };
};

async function orderBy(
  name: 'nextRunAt' | 'typicalMs',
  { nextRuns, typicalOrder }: Installation,
): Promise<KnownOrder> {
  if (name === 'typicalMs') return typicalOrder.inOrder();
  return { schedules: await nextRuns.inOrder(), valueOf: nextRunOf };
}

/** The counts, or nothing while they take longer. */
async function countsInTime(
  reading: StateReading,
  { backend, clock, damaged, keptCounts }: Installation,
): Promise<Pick<SchedulePage, 'counts'>> {
  const counting = keptCounts.get(() => countStates(reading, backend.schedules, damaged));
  const counts = await inTime(counting, COUNTS_WITHIN_MS, clock);
  return counts === null ? {} : { counts };
}
