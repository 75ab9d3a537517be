import { ruleOf, triggerOf } from '@zenpulse/core/domain';
import type { ScheduleItem } from '@zenpulse/contract';

/** Instants in epoch milliseconds; `to` is exclusive. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** How many occurrences one request returns. */
const MOST = 1_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/** The date in `zone`: "2026-03-29". */
export function dayOfInstant(at: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** From midnight to midnight of a date in a zone: 23 or 25 hours on a change of the clock. Null for an invalid date. */
export function dayWindow(day: string, zone: string): TimeWindow | null {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon)) return null;
  const midnights = triggerOf({ ...MIDNIGHT, timezone: zone, anchorAt: 0 });
  let from = midnights.previous(noon - 36 * HOUR_MS);
  while (from !== null && dayOfInstant(from, zone) < day) from = midnights.next(from);
  const to = from === null ? null : midnights.next(from);
  return from === null || to === null ? null : { from, to };
}

const MIDNIGHT = {
  triggerType: 'cron',
  cronMinute: '0',
  cronHour: '0',
  cronDay: '*',
  cronMonth: '*',
  cronDayOfWeek: '*',
  intervalValue: null,
  intervalUnit: null,
} as const;

/** The parts of a day, each with few enough occurrences for one request: the whole day, hours or quarters. */
export function windowsOf(item: ScheduleItem, day: TimeWindow): TimeWindow[] {
  const trigger = ruleOf({ ...item, anchorAt: Date.parse(item.anchorAt) });
  const fits = (parts: readonly TimeWindow[]) =>
    parts.every(({ from, to }) => trigger.count(from - 1, to - 1) <= MOST);
  const choices = [[day], partsOf(day, HOUR_MS), partsOf(day, QUARTER_MS)];
  return choices.find(fits) ?? partsOf(day, QUARTER_MS);
}

/** The part that begins at `from`; without it, the newest that has begun, or the first of a future day. */
export function chosenPart(
  parts: readonly TimeWindow[],
  from: number | null,
  now: number,
): TimeWindow | null {
  const chosen = parts.find((part) => part.from === from) ?? parts.findLast((part) => part.from <= now);
  return chosen ?? parts[0] ?? null;
}

function partsOf({ from, to }: TimeWindow, lengthMs: number): TimeWindow[] {
  const parts: TimeWindow[] = [];
  for (let at = from; at < to; at += lengthMs) parts.push({ from: at, to: Math.min(at + lengthMs, to) });
  return parts;
}
