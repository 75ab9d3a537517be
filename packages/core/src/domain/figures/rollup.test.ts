import { describe, expect, it } from 'vitest';
import type { RecentOccurrence } from './recent-occurrence.ts';
import { bucketsOf, bucketStart, bucketStarts, rollupOf, summedRollup } from './rollup.ts';
import { typicalMs } from './typical-ms.ts';

const AT = Date.UTC(2026, 0, 1, 5, 30);

const occurrence = (values: Partial<RecentOccurrence> = {}): RecentOccurrence => ({
  status: 'success',
  scheduledAt: AT,
  durationMs: 1_000,
  attempts: 1,
  origin: 'schedule',
  count: 1,
  isGuess: false,
  ...values,
});

describe('the roll-up', () => {
  it('counts by hour and day of UTC, for the schedule and for all together', () => {
    expect(rollupOf('a', occurrence(), 1)).toEqual([
      { kind: 'hour', at: Date.UTC(2026, 0, 1, 5), scheduleId: 'a', outcome: 'success', bin: 20, count: 1 },
      { kind: 'day', at: Date.UTC(2026, 0, 1), scheduleId: 'a', outcome: 'success', bin: 20, count: 1 },
      {
        kind: 'all-hour',
        at: Date.UTC(2026, 0, 1, 5),
        scheduleId: '',
        outcome: 'success',
        bin: 20,
        count: 1,
      },
      { kind: 'all-day', at: Date.UTC(2026, 0, 1), scheduleId: '', outcome: 'success', bin: 20, count: 1 },
    ]);
  });

  it('counts a run once, and what was missed together by its number', () => {
    const missed = occurrence({ status: 'missed', durationMs: null, count: 7 });
    expect(rollupOf('a', missed, 1)[0]).toMatchObject({ count: 7, bin: -1 });
    expect(rollupOf('a', occurrence({ count: 7 }), -1)[0]).toMatchObject({ count: -1 });
  });

  it('sums equal keys and drops what comes to nothing', () => {
    const [run] = rollupOf('a', occurrence(), 1).slice(0, 1);
    const [fail] = rollupOf('a', occurrence({ status: 'fail' }), 1).slice(0, 1);
    if (run === undefined || fail === undefined) throw new Error('expected two counts');
    expect(summedRollup([run, run, fail, { ...fail, count: -1 }])).toEqual([{ ...run, count: 2 }]);
  });

  it('is read as buckets, oldest first, with the durations of all outcomes', () => {
    const hour = bucketStart(AT, 'hour');
    const buckets = bucketsOf([
      { at: hour, outcome: 'success', bin: 2, count: 3 },
      { at: hour - 3_600_000, outcome: 'missed', bin: -1, count: 4 },
      { at: hour, outcome: 'fail', bin: 2, count: 1 },
      { at: hour, outcome: 'interrupted', bin: -1, count: 0 },
    ]);
    expect(buckets).toMatchObject([
      { at: hour - 3_600_000, counts: { missed: 4 }, durations: [] },
      { at: hour, counts: { success: 3, fail: 1, interrupted: 0 }, durations: [0, 0, 4] },
    ]);
  });

  it('lists the buckets from the one that contains the first instant to the last one before the end', () => {
    expect(bucketStarts(AT, AT + 3_600_000, 'hour')).toEqual([
      Date.UTC(2026, 0, 1, 5),
      Date.UTC(2026, 0, 1, 6),
    ]);
    expect(bucketStarts(AT, Date.UTC(2026, 0, 2), 'day')).toEqual([Date.UTC(2026, 0, 1)]);
    expect(bucketStarts(AT, AT - 86_400_000, 'day')).toEqual([]);
  });
});

describe('the usual duration', () => {
  it('is the median of the newest successes', () => {
    expect(typicalMs([10, 20, 40].map((durationMs) => occurrence({ durationMs })))).toBe(20);
    expect(typicalMs([10, 20, 40, 80].map((durationMs) => occurrence({ durationMs })))).toBe(30);
    const old = Array.from({ length: 40 }, () => occurrence({ durationMs: 9_000 }));
    const newer = Array.from({ length: 20 }, () => occurrence({ durationMs: 5 }));
    expect(typicalMs([...old, ...newer])).toBe(5);
  });

  it('is not known without a success', () => {
    expect(typicalMs([])).toBeNull();
    expect(typicalMs([occurrence({ status: 'fail' }), occurrence({ durationMs: null })])).toBeNull();
  });
});
