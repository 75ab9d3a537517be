import {
  listExecutionsQuery,
  type ExecutionItem,
  type ExecutionPage,
  type ListExecutionsQuery,
} from '@zenpulse/contract';
import type { ExecutionCount, ExecutionListPage } from '@zenpulse/core/ports';
import { presentExecutionItem } from '@zenpulse/present';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';

/** The largest distance from 1970 that a `Date` can hold. */
const FURTHEST = 8.64e15;
const cursorRule = z.strictObject({ at: z.int().min(-FURTHEST).max(FURTHEST), id: z.string() });

/** The limit for the items of a page, as JSON. */
const PAGE_BYTES = 100 * 1024 - 300;

export const listExecutions: Handler = async ({ query }, { backend }) => {
  const { cursor, limit, ...filter } = listExecutionsQuery.parse(query);
  const after = decodeCursor(cursor, cursorRule);
  const isSearch = filter.search !== undefined && filter.search !== '';
  const [page, counted] = await Promise.all([
    backend.executions.list(filter, { after, limit }),
    isSearch ? null : backend.executions.count(filter),
  ]);
  const items = thatFit(page.items.map(presentExecutionItem));
  const isCut = items.length < page.items.length;
  const last = items.at(-1);
  const next =
    isCut && last !== undefined ? { at: Date.parse(sortedBy(filter, last)), id: last.id } : page.next;
  const body: ExecutionPage = {
    items,
    nextCursor: encodeCursor(next),
    ...totalOf(counted ?? countOfPage(page, after === undefined)),
    searchedBackTo:
      isCut || page.searchedBackTo === null ? null : new Date(page.searchedBackTo).toISOString(),
  };
  return { status: 200, body };
};

/** The first items that fit into a page. */
function thatFit(items: readonly ExecutionItem[]): readonly ExecutionItem[] {
  let bytes = 0;
  const end = items.findIndex((item) => (bytes += Buffer.byteLength(JSON.stringify(item)) + 1) > PAGE_BYTES);
  return end === -1 ? items : items.slice(0, Math.max(end, 1));
}

function sortedBy({ scheduledFrom, scheduledTo }: Partial<ListExecutionsQuery>, item: ExecutionItem): string {
  return scheduledFrom === undefined && scheduledTo === undefined ? item.runTime : item.scheduledAt;
}

/** A search counts only the rows found on this page, and whether there may be more. */
function countOfPage({ items, next }: ExecutionListPage, isFirst: boolean): ExecutionCount {
  return { count: items.length, isExact: isFirst && next === null };
}

/** Means "more than" when it is one above the counting limit. */
function totalOf({ count, isExact }: ExecutionCount): Pick<ExecutionPage, 'total' | 'isTotalExact'> {
  return { total: isExact ? count : count + 1, isTotalExact: isExact };
}
