import { describe, expect, it } from 'vitest';
import { binOf, DURATION_BINS, NO_BIN, quantile } from './duration-bins.ts';

const binsOf = (durations: readonly number[]) => {
  const bins = Array.from({ length: DURATION_BINS }, () => 0);
  for (const ms of durations) bins[binOf(ms)] = (bins[binOf(ms)] ?? 0) + 1;
  return bins;
};

describe('bins of durations', () => {
  it('grow by √2 from a millisecond on', () => {
    expect([0, 0.9, 1, 1.5, 2, 1_000, 3_600_000].map(binOf)).toEqual([0, 0, 1, 2, 3, 20, 44]);
    expect(binOf(1e15)).toBe(DURATION_BINS - 1);
    expect(binOf(null)).toBe(NO_BIN);
    expect(binOf(Number.NaN)).toBe(0);
  });

  it('give a quantile that is right to a fifth', () => {
    const durations = Array.from({ length: 1_000 }, (_, n) => 5 + n * n);
    for (const share of [0.1, 0.5, 0.95, 1]) {
      const exact = durations[Math.ceil(share * 1_000) - 1] ?? 0;
      const found = quantile(binsOf(durations), share) ?? 0;
      expect(found / exact).toBeGreaterThan(0.8);
      expect(found / exact).toBeLessThan(1.25);
    }
  });

  it('give no quantile without a run', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([0, 0], 0.5)).toBeNull();
    expect(quantile([3], 0.5)).toBe(0.5);
  });
});
