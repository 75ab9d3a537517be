import type { RecentOccurrence } from './recent-occurrence.ts';

/** Of how many successes the usual duration is taken. */
const SUCCESSES = 20;

/** The usual duration of a schedule's runs: the median of the newest successes; null if there is none. */
export function typicalMs(recent: readonly RecentOccurrence[]): number | null {
  const durations: number[] = [];
  for (let index = recent.length - 1; index >= 0 && durations.length < SUCCESSES; index -= 1) {
    const { status, durationMs } = recent[index] as RecentOccurrence; // within its length
    if (status === 'success' && durationMs !== null) durations.push(durationMs);
  }
  durations.sort((a, b) => a - b);
  const middle = durations.length / 2;
  const [low, high] = [durations[Math.ceil(middle) - 1], durations[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
