import { listErrorsQuery, type ErrorGroup, type Page } from '@zenpulse/contract';
import { presentErrorGroup } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';

const cursorRule = z.strictObject({ lastAt: z.number(), fingerprint: z.string() });

/** Groups of equal errors, the newest first. */
export const listErrors: Handler = async ({ query }, { backend }) => {
  const { cursor, ...filter } = listErrorsQuery.parse(query);
  const page = await backend.figures.errorGroups({ ...filter, after: decodeCursor(cursor, cursorRule) });
  const body: Page<ErrorGroup> = {
    items: page.items.map(presentErrorGroup),
    nextCursor: encodeCursor(page.next),
  };
  return { status: 200, body };
};
