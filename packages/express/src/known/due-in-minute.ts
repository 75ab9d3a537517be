import type { KnownSchedule } from './known-schedule.ts';

const MINUTE_MS = 60_000;

/** How many schedules, `except` apart, have their next run in the minute of `at`. `order`: by next run. */
export function dueInMinute(order: readonly KnownSchedule[], at: number, except?: string): number {
  const from = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle]?.nextAt ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  let count = 0;
  for (let index = low; (order[index]?.nextAt ?? Infinity) < from + MINUTE_MS; index += 1) {
    if (order[index]?.id !== except) count += 1;
  }
  return count;
}
