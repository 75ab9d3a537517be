import { listChangesQuery, type ChangePage } from '@zenpulse/contract';
import { presentChange } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';

const cursorRule = z.strictObject({ at: z.number(), id: z.string() });

/** Who changed what, the newest first. */
export const listChanges: Handler = async ({ query }, { backend }) => {
  const { cursor, limit, ...filter } = listChangesQuery.parse(query);
  const page = await backend.changeRecords.list(filter, { after: decodeCursor(cursor, cursorRule), limit });
  const body: ChangePage = { items: page.items.map(presentChange), nextCursor: encodeCursor(page.next) };
  return { status: 200, body };
};
