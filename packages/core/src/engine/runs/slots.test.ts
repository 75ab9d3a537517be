import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('the slots of a schedule', () => {
  it('are as many as it may have instances, and free again one by one', () => {
    const slots = new Slots();
    expect(['a', 'b', 'c'].map((run) => slots.take('s', 2, run))).toEqual([true, true, false]);
    slots.release('s', 'a');
    expect(slots.holders('s')).toEqual(['b']);
    expect(slots.take('s', 2, 'c')).toBe(true);
    expect(slots.holders('s')).toEqual(['b', 'c']);
    expect(slots.take('other', 1, 'd')).toBe(true);
  });

  it('stay taken when the number was lowered meanwhile', () => {
    const slots = new Slots();
    for (const run of ['a', 'b']) slots.take('s', 2, run);
    expect(slots.take('s', 1, 'c')).toBe(false);
  });

  it('pass from run to run, and only who has one gives one back', () => {
    const slots = new Slots();
    slots.take('s', 1, 'a');
    slots.pass('s', 'a', 'b');
    slots.release('s', 'a');
    expect(slots.holders('s')).toEqual(['b']);
    slots.release('s', 'b');
    slots.release('s', 'b');
    expect(slots.holders('s')).toEqual([]);
  });
});
