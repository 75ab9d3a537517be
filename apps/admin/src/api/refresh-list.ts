import type { InfiniteData } from '@tanstack/react-query';

/** The parts of a page in a list with a cursor. */
interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface WaitingPage<Item> extends ListPage<Item> {
  readonly total: number;
  readonly isTotalExact: boolean;
  readonly waiting?: number;
}

interface Identified {
  readonly id: string;
}

export type Pages<Page> = InfiniteData<Page>;

/**
 * Compares a fresh first page of a list, ordered from new to old, with the loaded pages: known rows get their new
 * values, deleted ones go, and new ones are only counted as `waiting` on the first page.
 */
export function withWaiting<Item extends Identified, Page extends WaitingPage<Item>>(
  loaded: Pages<Page>,
  fresh: Page,
): Pages<Page> {
  const freshById = new Map(fresh.items.map((item) => [item.id, item]));
  const ids = loaded.pages.flatMap((page) => page.items.map(({ id }) => id));
  // The fresh page ends with the last known row that it has; of the rows behind it nothing is known.
  const isAll = fresh.nextCursor === null;
  const covered = isAll ? ids.length : ids.findLastIndex((id) => freshById.has(id)) + 1;
  const gone = new Set(ids.slice(0, covered).filter((id) => !freshById.has(id)));
  const known = new Set(ids);
  const first = fresh.items.findIndex(({ id }) => known.has(id));
  const waiting = first === -1 ? fresh.items.length : first;
  const { total, isTotalExact } = fresh;
  const pages = loaded.pages.map((page, index) => ({
    ...page,
    items: page.items.filter(({ id }) => !gone.has(id)).map((item) => freshById.get(item.id) ?? item),
    ...(index === 0 && { waiting, total, isTotalExact }),
  }));
  return { ...loaded, pages };
}

/**
 * Replaces one page of a list. Null if it now ends elsewhere: rows were added or removed, so the following pages also
 * begin elsewhere.
 */
export function withPage<Page extends ListPage<unknown>>(
  loaded: Pages<Page>,
  index: number,
  fresh: Page,
): Pages<Page> | null {
  const isLast = index === loaded.pages.length - 1;
  if (!isLast && loaded.pages[index]?.nextCursor !== fresh.nextCursor) return null;
  return { ...loaded, pages: loaded.pages.map((page, at) => (at === index ? fresh : page)) };
}
