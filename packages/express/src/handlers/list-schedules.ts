import { listSchedulesQuery, type SchedulePage } from '@zenpulse/contract';
import type { ScheduleSort } from '@zenpulse/core/ports';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import { presentSchedules } from './present-schedules.ts';

const cursorRule = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.string() });

export const listSchedules: Handler = async ({ query }, installation) => {
  const { sort, cursor, ...filter } = listSchedulesQuery.parse(query);
  const page = await installation.backend.schedules.list({
    ...filter,
    sort: sort.replace('-', '') as ScheduleSort, // the contract's enum, with or without the minus
    isDescending: sort.startsWith('-'),
    after: decodeCursor(cursor, cursorRule),
  });
  const body: SchedulePage = {
    items: await presentSchedules(page.items, installation),
    nextCursor: encodeCursor(page.next),
    total: page.total,
  };
  return { status: 200, body };
};
