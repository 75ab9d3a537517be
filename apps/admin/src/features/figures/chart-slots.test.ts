import type { StatsBucket } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { barsOf, lineOf, longestOf, slotsOf } from './chart-slots.ts';

const HOUR = 3_600_000;
const from = Date.parse('2026-01-31T06:20:00Z');

function bucket(at: string, changes: Partial<StatsBucket> = {}): StatsBucket {
  return {
    at,
    success: 10,
    fail: 0,
    timeout: 0,
    interrupted: 0,
    missed: 0,
    skipped: 0,
    p50: 100,
    p95: 400,
    ...changes,
  };
}

describe('the slots of a chart', () => {
  it('are all hours of the range, with those in which nothing was due', () => {
    const slots = slotsOf([bucket('2026-01-31T07:00:00.000Z')], 'hour', from, from + 3 * HOUR);
    expect(slots.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '06:00',
      '07:00',
      '08:00',
      '09:00',
    ]);
    expect(slots.map(({ bucket: found }) => found?.success ?? null)).toEqual([null, 10, null, null]);
  });
});

describe('the bars of a chart', () => {
  const heights = (path: string) => [...path.matchAll(/v([\d.]+)/g)].map(([, height]) => Number(height));

  it('are as high as their share of the largest hour', () => {
    const slots = slotsOf(
      [bucket('2026-01-31T06:00:00.000Z'), bucket('2026-01-31T07:00:00.000Z', { success: 5 })],
      'hour',
      from,
      from + HOUR,
    );
    expect(heights(barsOf('success', slots))).toEqual([100, 50]);
    expect(barsOf('fail', slots)).toBe('');
  });

  it('show a failure among thousands of successes, and stay within the chart', () => {
    const slots = slotsOf(
      [bucket('2026-01-31T06:00:00.000Z', { success: 5_000, fail: 1 })],
      'hour',
      from,
      from + 1,
    );
    const [failed = 0] = heights(barsOf('fail', slots));
    const [succeeded = 0] = heights(barsOf('success', slots));
    expect(failed).toBe(4);
    expect(failed + succeeded).toBeCloseTo(100);
  });
});

describe('the line of a percentile', () => {
  it('is broken where nothing ran', () => {
    const slots = slotsOf(
      ['06', '07', '09'].map((hour) => bucket(`2026-01-31T${hour}:00:00.000Z`)),
      'hour',
      from,
      from + 3 * HOUR,
    );
    expect(longestOf(slots)).toBe(400);
    expect(lineOf('p95', slots, 400)).toBe('M0.5 0h0.01L1.5 0M3.5 0h0.01');
  });
});
