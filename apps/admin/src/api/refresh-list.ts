import type { InfiniteData } from '@tanstack/react-query';

/** The parts of a page in a list with a cursor. */
interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Identified {
  readonly id: string;
}

export type Pages<Page> = InfiniteData<Page>;

/**
 * Puts a fresh first page of a list, ordered from new to old, before the loaded pages, without duplicates. Null if so
 * many rows are new that some in between are unknown.
 */
export function withNewest<Item extends Identified, Page extends ListPage<Item>>(
  loaded: Pages<Page>,
  fresh: Page,
): Pages<Page> | null {
  const [first, ...others] = loaded.pages;
  const [second, ...rest] = others;
  if (first === undefined || second === undefined) return { pages: [fresh], pageParams: [null] };
  const freshIds = new Set(fresh.items.map(({ id }) => id));
  const overlap = first.items.findLastIndex(({ id }) => freshIds.has(id));
  const isAll = fresh.nextCursor === null;
  if (overlap === -1 && !isAll) return null;
  const pushedOut = first.items.slice(overlap + 1);
  const next = { ...second, items: [...pushedOut, ...second.items.filter(({ id }) => !freshIds.has(id))] };
  return isAll
    ? { pages: [fresh], pageParams: [null] }
    : { pages: [fresh, next, ...rest], pageParams: loaded.pageParams };
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
