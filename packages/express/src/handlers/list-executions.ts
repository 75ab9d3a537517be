import {
  EXECUTIONS_COUNTED,
  listExecutionsQuery,
  toExecutionDto,
  type ExecutionPage,
} from '@zenpulse/contract';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';

/** The furthest instant from 1970 that a date can be. */
const FURTHEST = 8.64e15;
const cursorRule = z.strictObject({ runTime: z.int().min(-FURTHEST).max(FURTHEST), id: z.string() });

export const listExecutions: Handler = async ({ query }, { backend }) => {
  const { cursor, limit, ...filter } = listExecutionsQuery.parse(query);
  const after = decodeCursor(cursor, cursorRule);
  const [page, total] = await Promise.all([
    backend.executions.list(filter, { after, limit }),
    backend.executions.count(filter, EXECUTIONS_COUNTED),
  ]);
  const body: ExecutionPage = {
    items: page.items.map(toExecutionDto),
    nextCursor: encodeCursor(page.next),
    total,
  };
  return { status: 200, body };
};
