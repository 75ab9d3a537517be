import { describe, expect, it } from 'vitest';
import { CHAIN_LIMIT, decideDue, isTooLate } from './due.ts';
import { createIntervalTrigger } from './interval-trigger.ts';
import type { Trigger } from './trigger.ts';

const ANCHOR = Date.parse('2026-01-05T08:00:00Z');
const everyTenSeconds = createIntervalTrigger(10, 'seconds', ANCHOR);
const at = (seconds: number) => ANCHOR + seconds * 1000;

const decide = (
  decidedUntil: number,
  now: number,
  rules: Partial<Parameters<typeof decideDue>[1]> = {},
  trigger: Trigger = everyTenSeconds,
) => decideDue(trigger, { coalesce: true, misfireGraceTime: 60, ...rules }, decidedUntil, now);

describe('decideDue', () => {
  it.each([
    ['before the first occurrence', at(0), at(9.999)],
    ['when the newest is decided', at(10), at(19.999)],
    ['when time went back behind what is decided', at(30), at(15)],
  ])('finds nothing %s', (_when, decidedUntil, now) => {
    expect(decide(decidedUntil, now)).toEqual({ kind: 'nothing' });
  });

  it.each([true, false])('runs a single occurrence, coalesce: %s', (coalesce) => {
    expect(decide(at(0), at(10), { coalesce })).toEqual({ kind: 'run', at: at(10), count: 1 });
    expect(decide(at(0), at(19.999), { coalesce })).toEqual({ kind: 'run', at: at(10), count: 1 });
  });

  it('counts from what was decided, not from the anchor', () => {
    expect(decide(at(10), at(20))).toEqual({ kind: 'run', at: at(20), count: 1 });
    expect(decide(at(12), at(20))).toEqual({ kind: 'run', at: at(20), count: 1 });
  });

  describe('with coalesce', () => {
    it('lets the newest cover all', () => {
      expect(decide(at(0), at(59))).toEqual({ kind: 'run', at: at(50), count: 5 });
    });

    it('judges the newest alone by its grace, to the millisecond', () => {
      const rare = createIntervalTrigger(1, 'hours', ANCHOR);
      const grace = (ms: number) => decide(at(0), at(7_200) + ms, { misfireGraceTime: 60 }, rare);
      expect(grace(60_000)).toEqual({ kind: 'run', at: at(7_200), count: 2 });
      expect(grace(60_001)).toEqual({ kind: 'missed', at: at(7_200), count: 2 });
    });

    it('knows no limit with a grace of null', () => {
      const rare = createIntervalTrigger(52, 'weeks', ANCHOR);
      const late = at(52 * 7 * 86_400) + 300 * 86_400_000;
      expect(decide(at(0), late, { misfireGraceTime: null }, rare)).toMatchObject({ kind: 'run', count: 1 });
    });

    it('counts a year of seconds without listing them', () => {
      const everySecond = createIntervalTrigger(1, 'seconds', ANCHOR);
      const year = 365 * 86_400;
      const started = performance.now();
      expect(decide(at(0), at(year), {}, everySecond)).toEqual({ kind: 'run', at: at(year), count: year });
      expect(performance.now() - started).toBeLessThan(100);
    });
  });

  describe('without coalesce', () => {
    const rules = { coalesce: false };

    it('makes a chain of all, oldest first, whatever their age', () => {
      expect(decide(at(0), at(35), { ...rules, misfireGraceTime: 1 })).toEqual({
        kind: 'chain',
        instants: [at(10), at(20), at(30)],
        dropped: null,
      });
    });

    it('misses a single one that is too late', () => {
      const rare = createIntervalTrigger(1, 'hours', ANCHOR);
      expect(decide(at(0), at(3_700), rules, rare)).toEqual({ kind: 'missed', at: at(3_600), count: 1 });
    });

    it.each([
      [CHAIN_LIMIT, null],
      [CHAIN_LIMIT + 1, { at: at(10), count: 1 }],
      [250, { at: at(1_500), count: 150 }],
    ])('of %i keeps the newest hundred and counts the rest', (count, dropped) => {
      const decision = decide(at(0), at(count * 10), rules);
      if (decision.kind !== 'chain') throw new Error(`expected a chain, got ${decision.kind}`);
      expect(decision.dropped).toEqual(dropped);
      expect(decision.instants).toHaveLength(CHAIN_LIMIT);
      expect(decision.instants.at(-1)).toBe(at(count * 10));
      expect(decision.instants[0]).toBe(at((count - CHAIN_LIMIT + 1) * 10));
      expect(decision.instants).toEqual([...decision.instants].sort((a, b) => a - b));
    });
  });
});

describe('isTooLate', () => {
  it.each([
    [60, 60_000, false],
    [60, 60_001, true],
    [1, 1_000, false],
    [60, -5_000, false],
    [null, 1e12, false],
  ])('with a grace of %s s, %i ms late: %s', (grace, lateMs, expected) => {
    expect(isTooLate(ANCHOR, ANCHOR + lateMs, grace)).toBe(expected);
  });
});
