import { describe, expect, it } from 'vitest';
import { chosenOf, nothingChosen, toggled, toggledShown } from './selection.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];
const start = nothingChosen('all');

describe('choosing rows', () => {
  it('adds one and takes it out again', () => {
    const one = toggled(start, shown, 'b', false);
    expect(chosenOf(one, shown)).toEqual(['b']);
    expect(chosenOf(toggled(one, shown, 'b', false), shown)).toEqual([]);
  });

  it('with a range takes all rows in between, in both directions, and takes them out', () => {
    const one = toggled(start, shown, 'd', false);
    const range = toggled(one, shown, 'b', true);
    expect(chosenOf(range, shown)).toEqual(['b', 'c', 'd']);
    expect(chosenOf(toggled(range, shown, 'd', true), shown)).toEqual([]);
    expect(chosenOf(toggled(start, shown, 'c', true), shown)).toEqual(['c']);
  });

  it('takes the whole page, and nothing the second time', () => {
    const page = toggledShown(toggled(start, shown, 'c', false), shown);
    expect(chosenOf(page, shown)).toEqual(shown);
    expect(chosenOf(toggledShown(page, shown), shown)).toEqual([]);
  });

  it('forgets rows that are not shown any more', () => {
    const page = toggledShown(start, shown);
    expect(chosenOf(page, ['b', 'x'])).toEqual(['b']);
    expect(chosenOf(toggled(page, ['b', 'x'], 'x', false), shown)).toEqual(['b']);
  });

  it('of all that match leaves the rest of those shown when one is taken out', () => {
    const all = { ...start, isAll: true };
    expect(chosenOf(all, ['a', 'new'])).toEqual(['a', 'new']);
    const without = toggled(all, shown, 'c', false);
    expect([chosenOf(without, shown), without.isAll]).toEqual([['a', 'b', 'd', 'e'], false]);
  });
});
