import type { TriggerFields } from '../trigger-fields.ts';
import { members } from './bits.ts';
import { type CronField, type CronFields, cronValues } from './cron-fields.ts';
import { clockChangeWarnings } from './clock-change-warnings.ts';
import { unevenSteps } from './cron-steps.ts';
import { listed } from './listed-words.ts';

export type CronWarningCode = 'both-days' | 'uneven-step' | 'missing-day' | 'clock-change';

export interface CronWarning {
  readonly code: CronWarningCode;
  readonly message: string;
}

/**
 * Warns of behaviour that the author of a cron may not expect. `now` in epoch milliseconds. Throws a RangeError on
 * invalid fields.
 */
export function cronWarnings(fields: TriggerFields, now: number): CronWarning[] {
  return [
    ...of('both-days', bothDays(fields)),
    ...of(
      'uneven-step',
      STEPPED.flatMap((field) => unevenStepWarnings(field, fields[field])),
    ),
    ...of('missing-day', missingDays(fields)),
    ...of('clock-change', clockChangeWarnings(fields, now)),
  ];
}

function of(code: CronWarningCode, messages: readonly string[]): CronWarning[] {
  return messages.map((message) => ({ code, message }));
}

/** Checks values rather than texts: `1-31` and `sun-sat` restrict nothing. */
function bothDays({ cronDay, cronDayOfWeek }: CronFields): string[] {
  const { days, hasLastDay, hasLastWeekday, nearestWeekdays } = cronValues('cronDay', cronDay);
  const isEveryDay = members(days).length === 31;
  const isSomeDay = !isEveryDay || (days === 0 && (hasLastDay || hasLastWeekday || nearestWeekdays !== 0));
  const isEveryWeekday = cronValues('cronDayOfWeek', cronDayOfWeek).occurrences.every((bits) => bits === 63);
  return isSomeDay && !isEveryWeekday
    ? ['Day of month and day of week must both match. In a crontab either would be enough.']
    : [];
}

const STEPPED = ['cronMinute', 'cronHour', 'cronDay', 'cronMonth', 'cronDayOfWeek'] as const;

const WORDS: Readonly<Record<CronField, { readonly unit: string; readonly cycle: string }>> = {
  cronMinute: { unit: 'minute', cycle: 'hour' },
  cronHour: { unit: 'hour', cycle: 'day' },
  cronDay: { unit: 'day', cycle: 'month' },
  cronMonth: { unit: 'month', cycle: 'year' },
  cronDayOfWeek: { unit: 'day of week', cycle: 'week' },
};

function unevenStepWarnings(field: CronField, text: string): string[] {
  const { unit, cycle } = WORDS[field];
  return unevenSteps(field, text).map((step) => {
    const means = `${unit}${step.values.length === 1 ? '' : 's'} ${listed(step.values.map(String))}`;
    const remedy =
      field === 'cronMonth' || field === 'cronDayOfWeek' ? '' : ' For an even pace use an interval.';
    return `${step.text} means ${means} of each ${cycle}, which is not every ${step.step} ${unit}s: it begins again with each ${cycle}.${remedy}`;
  });
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days that are listed one by one and do not exist in some of the months; none if the last day is included anyway. */
function missingDays({ cronDay, cronMonth }: CronFields): string[] {
  if (cronValues('cronDay', cronDay).hasLastDay) return [];
  const named = [...new Set(cronDay.split(',').flatMap((part) => /^(\d+)w?$/i.exec(part)?.[1] ?? []))].map(
    Number,
  );
  const months = members(cronValues('cronMonth', cronMonth).months);
  return named
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const lacking = months.filter((month) => (LENGTHS[month] ?? 0) < day);
      if (lacking.length > 0)
        return [
          `${listed(lacking.map(monthName))} ${lacking.length === 1 ? 'has' : 'have'} no day ${day}: nothing runs on it there. L is the last day of the month.`,
        ];
      return day === 29 && months.includes(1) ? ['29 February exists in leap years only.'] : [];
    });
}

function monthName(month: number): string {
  return MONTHS[month] ?? '';
}
