import { describe, expect, it } from 'vitest';
import { durationsOfSlot, outcomesOfAll, outcomesOfSlot, rangeOfSlot } from './chart-text.ts';

const at = Date.parse('2026-01-31T14:00:00Z');
const bucket = {
  at: new Date(at).toISOString(),
  success: 1_204,
  fail: 3,
  timeout: 0,
  interrupted: 0,
  missed: 0,
  skipped: 0,
  p50: 1_200,
  p95: 4_000,
};

describe('an hour of a chart in words', () => {
  it('has the counts that are not zero', () => {
    expect(outcomesOfSlot({ at, bucket }, 'hour', 'Europe/Berlin')).toBe(
      '31 Jan, 15:00 GMT+1: 1,204 success, 3 failed',
    );
    expect(outcomesOfSlot({ at, bucket: null }, 'day', 'Europe/Berlin')).toBe('31 Jan: nothing was due');
  });

  it('has the percentiles', () => {
    expect(durationsOfSlot({ at, bucket }, 'hour', 'UTC')).toBe(
      '31 Jan, 14:00 UTC: half within 1.2 s, 95 % within 4 s',
    );
    expect(durationsOfSlot({ at, bucket: null }, 'hour', 'UTC')).toBe('31 Jan, 14:00 UTC: nothing ran');
  });

  it('is a range of executions', () => {
    expect(rangeOfSlot({ at, bucket }, 'hour')).toEqual({
      from: '2026-01-31T14:00:00.000Z',
      to: '2026-01-31T15:00:00.000Z',
    });
  });
});

it('all hours of a chart are added', () => {
  expect(
    outcomesOfAll([
      { at, bucket },
      { at, bucket },
      { at, bucket: null },
    ]),
  ).toBe('2,408 success, 6 failed');
  expect(outcomesOfAll([])).toBe('nothing was due');
});
