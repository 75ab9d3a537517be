import { durationText } from '../../time/duration-text.ts';

/** How long a run has been running, against its usual duration. */
export interface Elapsed {
  /** "12 s of about 40 s", "1 min 30 s, usually 40 s", "12 s". */
  readonly text: string;
  /** From 0 to 1; null if the usual duration is not known. */
  readonly share: number | null;
  /** True if it has been running clearly longer than usual. */
  readonly isLong: boolean;
}

/** Half as long again as usual. */
const LONG = 1.5;

export function elapsedOf(startedAt: string, typicalMs: number | null, now: number): Elapsed {
  const seconds = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1_000));
  const elapsed = seconds === 0 ? 'less than 1 s' : durationText(seconds * 1_000);
  if (typicalMs === null || typicalMs <= 0) return { text: elapsed, share: null, isLong: false };
  const elapsedMs = seconds * 1_000;
  const isOver = elapsedMs > typicalMs;
  const usual = durationText(typicalMs);
  return {
    text: isOver ? `${elapsed}, usually ${usual}` : `${elapsed} of about ${usual}`,
    share: Math.min(1, elapsedMs / typicalMs),
    isLong: elapsedMs > typicalMs * LONG && elapsedMs > 5_000,
  };
}
