/**
 * Durations are counted in bins whose bounds grow by √2, so that quantiles are right to about a fifth. Bin 0: below 1 ms;
 * bin n: from 2^((n-1)/2) ms to 2^(n/2) ms; the last one has no upper bound.
 */
export const DURATION_BINS = 64;

/** The bin of an occurrence that never started, or whose end was not observed. */
export const NO_BIN = -1;

/** Counts by bin; a bin beyond its end is 0. */
export type DurationBins = readonly number[];

export function binOf(durationMs: number | null): number {
  if (durationMs === null) return NO_BIN;
  if (!(durationMs >= 1)) return 0;
  return Math.min(Math.floor(2 * Math.log2(durationMs)) + 1, DURATION_BINS - 1);
}

/** The duration in milliseconds that a share of the runs (0 to 1) did not exceed, about; null without any. */
export function quantile(bins: DurationBins, share: number): number | null {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return null;
  let left = share * total;
  for (const [bin, count] of bins.entries()) {
    left -= count;
    if (count > 0 && left <= 1e-9) return middleOf(bin);
  }
  return middleOf(bins.length - 1);
}

/** The geometric middle of a bin, to three digits. */
function middleOf(bin: number): number {
  return bin === 0 ? 0.5 : Number((2 ** (bin / 2 - 0.25)).toPrecision(3));
}
