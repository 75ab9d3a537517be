import { describe, expect, it } from 'vitest';
import { withNewest, withPage, type Pages } from './refresh-list.ts';

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}

const page = (ids: string, nextCursor: string | null): Page => ({
  items: ids.split('').map((id) => ({ id })),
  nextCursor,
});
const pages = (...all: Page[]): Pages<Page> => ({
  pages: all,
  pageParams: all.map((_, at) => (at === 0 ? null : (all[at - 1]?.nextCursor ?? null))),
});
const shown = (list: Pages<Page> | null) =>
  list?.pages.map(({ items }) => items.map(({ id }) => id).join('')).join(' ');

describe('withNewest', () => {
  it('puts what is new before the loaded pages, each row once, and goes on from where they end', () => {
    const list = withNewest(pages(page('edc', 'c'), page('ba', null)), page('gfe', 'e'));
    expect(shown(list)).toBe('gfe dcba');
    expect(list?.pages.at(-1)?.nextCursor).toBeNull();
  });

  it('leaves out what was deleted since', () => {
    expect(shown(withNewest(pages(page('edc', 'c'), page('ba', null)), page('gec', 'c')))).toBe('gec ba');
  });

  it('does not guess what lies between when nothing of the first page is left in the newest', () => {
    expect(withNewest(pages(page('edc', 'c'), page('ba', null)), page('zyx', 'x'))).toBeNull();
  });

  it('is the newest page alone when that is all there is', () => {
    expect(shown(withNewest(pages(page('edc', 'c'), page('ba', null)), page('z', null)))).toBe('z');
    expect(shown(withNewest(pages(page('edc', 'c')), page('fed', 'd')))).toBe('fed');
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
