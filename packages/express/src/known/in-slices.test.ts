import { systemClock } from '@zenpulse/store';
import { describe, expect, it } from 'vitest';
import { inSlices, mergedInSlices, sortedInSlices } from './in-slices.ts';

const byNumber = (a: number, b: number) => a - b;

/** A clock on which each look takes a millisecond, and which counts the turns of the event loop. */
function countingClock() {
  const clock = {
    turns: 0,
    elapsed: 0,
    monotonic: () => (clock.elapsed += 1),
    yieldTo: (fn: () => void) => {
      clock.turns += 1;
      systemClock.yieldTo(fn);
    },
  };
  return clock;
}

describe('work in slices', () => {
  it('does every step once, in order, and lets the event loop turn in between', async () => {
    const clock = countingClock();
    const done: number[] = [];
    await inSlices(
      Array.from({ length: 5_000 }, (_, index) => index),
      clock,
      (item) => done.push(item),
    );
    expect(done).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    expect(clock.turns).toBeGreaterThan(5);
  });

  it.each([0, 1, 2_047, 2_048, 2_049, 10_000])('sorts %s items', async (length) => {
    const items = Array.from({ length }, (_, index) => (index * 7_919) % 1_000);
    expect(await sortedInSlices(items, countingClock(), byNumber)).toEqual(items.toSorted(byNumber));
  });

  it('merges two sorted lists, one of them empty included', async () => {
    const merged = (one: number[], other: number[]) => mergedInSlices(one, other, countingClock(), byNumber);
    expect(await merged([1, 3, 3, 9], [0, 3, 4, 10, 11])).toEqual([0, 1, 3, 3, 3, 4, 9, 10, 11]);
    expect(await merged([], [1, 2])).toEqual([1, 2]);
    expect(await merged([1, 2], [])).toEqual([1, 2]);
  });
});
