import { describe, expect, it } from 'vitest';
import { createIntervalTrigger, intervalSeconds } from './interval-trigger.ts';

const ANCHOR = Date.parse('2026-03-28T12:00:00Z');

describe('an interval', () => {
  const trigger = createIntervalTrigger(90, 'seconds', ANCHOR);
  const nth = (n: number) => ANCHOR + n * 90_000;

  it('next is strictly after, and the first is one length after the anchor', () => {
    expect(trigger.next(ANCHOR)).toBe(nth(1));
    expect(trigger.next(nth(1) - 1)).toBe(nth(1));
    expect(trigger.next(nth(1))).toBe(nth(2));
    expect(trigger.next(ANCHOR - 1e9)).toBe(nth(1));
  });

  it('previous is at or before; the anchor itself is none', () => {
    expect(trigger.previous(nth(1) - 1)).toBeNull();
    expect(trigger.previous(ANCHOR)).toBeNull();
    expect(trigger.previous(nth(1))).toBe(nth(1));
    expect(trigger.previous(nth(5) + 89_999)).toBe(nth(5));
  });

  it('count leaves the first end out and takes the second in', () => {
    expect(trigger.count(nth(1), nth(4))).toBe(3);
    expect(trigger.count(nth(1) - 1, nth(4) - 1)).toBe(3);
    expect(trigger.count(ANCHOR - 1e9, nth(2))).toBe(2);
    expect(trigger.count(nth(4), nth(1))).toBe(0);
  });

  it('is elapsed time: a day is 24 hours, also when the clock changes', () => {
    const daily = createIntervalTrigger(1, 'days', ANCHOR);
    expect(daily.next(ANCHOR)).toBe(ANCHOR + 86_400_000);
  });

  it.each([
    [1, 'seconds', 1],
    [2, 'minutes', 120],
    [3, 'hours', 10_800],
    [366, 'days', 31_622_400],
    [1, 'weeks', 604_800],
  ] as const)('%i %s are %i seconds', (value, unit, seconds) => {
    expect(intervalSeconds(value, unit)).toBe(seconds);
  });
});
