import type { StoredSchedule } from '@zenpulse/core/domain';
import type { ScheduleItem } from '@zenpulse/present';
import { zonedTime, zonedTimeAndZone } from './zoned-time.ts';

/** A schedule's name in a sentence: its job, and its variant if it has one. */
export function nameOf({ jobKey, variant }: Pick<ScheduleItem, 'jobKey' | 'variant'>): string {
  return variant === '' ? jobKey : `${jobKey} (${variant})`;
}

export function nameOfRow(row: StoredSchedule): string {
  return nameOf(row.isDamaged ? row.damaged : row.schedule);
}

/** A schedule in one line: what it is and when it runs next. */
export function summaryOf(item: ScheduleItem): string {
  return `${nameOf(item)}: ${wordsOf(item)}; ${nextInWords(item)}`;
}

/** The trigger in words, or what is wrong with the row. */
function wordsOf({ description, problems }: ScheduleItem): string {
  const [first] = problems;
  return first === undefined ? description : `${description} (${first.path}: ${first.message})`;
}

export const HEADING = ['JOB', 'VARIANT', 'ON', 'WHEN', 'ZONE', 'NEXT RUN', 'LAST RESULT'] as const;
export const LAST_RESULT = HEADING.indexOf('LAST RESULT');

/** One row of the list. */
export function cellsOf(item: ScheduleItem): string[] {
  const { jobKey, variant, nextRunAt, lastRun } = item;
  const zone = zoneOf(item);
  return [
    jobKey,
    variant === '' ? '-' : variant,
    item.enabled ? 'on' : 'off',
    wordsOf(item),
    String(item.timezone),
    nextRunAt === null ? '-' : zonedTime(Date.parse(nextRunAt), zone),
    lastRun === null ? '-' : `${lastRun.status} ${zonedTime(Date.parse(lastRun.runTime), zone)}`,
  ];
}

function nextInWords(item: ScheduleItem): string {
  if (item.nextRunAt !== null)
    return `next run ${zonedTimeAndZone(Date.parse(item.nextRunAt), zoneOf(item))}`;
  return item.enabled ? 'no further run' : 'disabled';
}

/** A damaged row may have an invalid zone. */
function zoneOf({ problems, timezone }: ScheduleItem): string {
  return problems.length > 0 || typeof timezone !== 'string' ? 'UTC' : timezone;
}
