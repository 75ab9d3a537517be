import { listSchedulesQuery, type SchedulePage } from '@zenpulse/contract';
import type { ScheduleSort } from '@zenpulse/core/ports';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import { presentSchedules } from './present-schedules.ts';
import { countStates, readStates, testOf } from './schedule-states.ts';

const cursorRule = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });

export const listSchedules: Handler = async ({ query }, installation) => {
  const { sort, cursor, is, include, ...filter } = listSchedulesQuery.parse(query);
  const reading = await readStates(installation);
  const page = await installation.backend.schedules.list({
    ...filter,
    test: is && (await testOf(is, reading, installation)),
    sort: sort.replace('-', '') as ScheduleSort, // the contract's enum, with or without the minus
    isDescending: sort.startsWith('-'),
    after: decodeCursor(cursor, cursorRule),
  });
  const body: SchedulePage = {
    items: await presentSchedules(page.items, installation, reading),
    nextCursor: encodeCursor(page.next),
    total: page.total,
    ...(include === 'counts' && { counts: await countStates(reading, installation) }),
  };
  return { status: 200, body };
};
