import { listSchedulesQuery, type SchedulePage } from '@zenpulse/contract';
import type { ScheduleSort } from '@zenpulse/core/ports';
import { countStates, presentSchedules, readStates, testOf, type StateReading } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';

const cursorRule = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });

/** A list waits this long for its counts: the first ones read every row once, some seconds for 50,000 schedules. */
const COUNTS_WITHIN_MS = 300;

export const listSchedules: Handler = async ({ query }, installation) => {
  const { sort, cursor, is, include, ...filter } = listSchedulesQuery.parse(query);
  const reading = await readStates(installation.backend);
  const page = await installation.backend.schedules.list({
    ...filter,
    test: is && (await testOf(is, reading, installation.damaged)),
    sort: sort.replace('-', '') as ScheduleSort, // the contract's enum, with or without the minus
    isDescending: sort.startsWith('-'),
    after: decodeCursor(cursor, cursorRule),
  });
  const body: SchedulePage = {
    items: await presentSchedules(page.items, installation.backend, reading),
    nextCursor: encodeCursor(page.next),
    total: page.total,
    ...(include === 'counts' && (await countsInTime(reading, installation))),
  };
  return { status: 200, body };
};

/** The counts, or nothing while they take longer; they are worked out all the same, for the next request. */
function countsInTime(
  reading: StateReading,
  { backend, clock, damaged }: Installation,
): Promise<Pick<SchedulePage, 'counts'>> {
  return new Promise((resolve, reject) => {
    const timer = clock.setBackgroundTimer(COUNTS_WITHIN_MS, () => resolve({}));
    countStates(reading, backend.schedules, damaged)
      .finally(() => timer.cancel())
      .then((counts) => resolve({ counts }), reject);
  });
}
