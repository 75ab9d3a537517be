import type { OverviewLane } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { gapsOf, marksOf, nearestMark } from './timeline-lanes.ts';

const now = Date.parse('2026-01-31T08:00:00Z');
const iso = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const named = { scheduleId: 's1', jobKey: 'billing.charge', variant: '' };
const lane: OverviewLane = {
  ...named,
  pastSince: null,
  nextUntil: null,
  past: [
    { at: iso(-30), status: 'fail', durationMs: 600_000 },
    { at: iso(-90), status: 'success', durationMs: 100 },
  ],
  next: [iso(30), iso(90)],
};

describe('the marks of a lane', () => {
  it('reach from an hour ago to an hour ahead, and are as wide as the run took', () => {
    expect(marksOf(lane, [], now)).toEqual([
      { kind: 'fail', at: now - 1_800_000, durationMs: 600_000, from: 0.25, to: expect.closeTo(1 / 3) },
      { kind: 'next', at: now + 1_800_000, durationMs: null, from: 0.75, to: expect.closeTo(0.752) },
    ]);
  });

  it('have what is running of this schedule, up to now', () => {
    const run = { ...named, runId: 'r', runnerId: 'x', startedAt: iso(-15), typicalMs: null };
    const marks = marksOf({ ...lane, past: [], next: [] }, [run, { ...run, scheduleId: 's2' }], now);
    expect(marks.map(({ kind, from, to }) => [kind, from, to])).toEqual([['running', 0.375, 0.5]]);
  });

  it('leave a gap where there were more than are kept, and where there are more to come', () => {
    expect(gapsOf(lane, now)).toEqual([]);
    expect(gapsOf({ ...lane, pastSince: iso(-30), nextUntil: iso(15) }, now)).toEqual([
      { side: 'past', at: now - 1_800_000, from: 0, to: 0.25 },
      { side: 'next', at: now + 900_000, from: 0.625, to: 1 },
    ]);
    expect(gapsOf({ ...lane, pastSince: iso(-90) }, now)).toEqual([]); // an older answer
  });

  it('are found by the nearest place', () => {
    const marks = marksOf(lane, [], now);
    expect(nearestMark(marks, 0.3)).toBe(0);
    expect(nearestMark(marks, 0.7)).toBe(1);
    expect(nearestMark([], 0.7)).toBeNull();
  });
});
