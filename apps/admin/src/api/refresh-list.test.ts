import { describe, expect, it } from 'vitest';
import { withPage, withWaiting, type Pages } from './refresh-list.ts';

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly isTotalExact: boolean;
  readonly waiting?: number;
}

const page = (ids: string, nextCursor: string | null): Page => ({
  items: ids.split('').map((id) => ({ id })),
  nextCursor,
  total: ids.length,
  isTotalExact: true,
});
const pages = (...all: Page[]): Pages<Page> => ({
  pages: all,
  pageParams: all.map((_, at) => (at === 0 ? null : (all[at - 1]?.nextCursor ?? null))),
});
const shown = (list: Pages<Page> | null) =>
  list?.pages.map(({ items }) => items.map(({ id }) => id).join('')).join(' ');

describe('a fresh first page', () => {
  const loaded = () => pages(page('edc', 'c'), page('ba', null));
  const waiting = (list: Pages<Page>) => list.pages[0]?.waiting;

  it('is counted, and the rows stay where they are', () => {
    const list = withWaiting(loaded(), page('gfe', 'e'));
    expect([shown(list), waiting(list)]).toEqual(['edc ba', 2]);
  });

  it('takes rows away that were deleted in the range that it covers', () => {
    expect(shown(withWaiting(loaded(), page('gec', 'c')))).toBe('ec ba');
    expect(shown(withWaiting(loaded(), page('ed', null)))).toBe('ed ');
  });

  it('counts all its rows when it has none of the loaded ones', () => {
    const list = withWaiting(loaded(), page('zyx', 'x'));
    expect([shown(list), waiting(list)]).toEqual(['edc ba', 3]);
  });

  it('gives known rows their new values', () => {
    const fresh = { ...page('e', 'e'), items: [{ id: 'e', status: 'success' }] };
    expect(withWaiting(loaded(), fresh).pages[0]?.items[0]).toEqual({ id: 'e', status: 'success' });
  });
});

describe('withPage', () => {
  const list = pages(page('abc', 'c'), page('def', 'f'), page('gh', null));

  it('replaces one page and leaves the others', () => {
    expect(shown(withPage(list, 1, page('dEf', 'f')))).toBe('abc dEf gh');
    expect(shown(withPage(list, 2, page('ghi', null)))).toBe('abc def ghi');
  });

  it('gives up when rows came or went, so that later pages begin elsewhere', () => {
    expect(withPage(list, 0, page('abX', 'X'))).toBeNull();
  });
});
