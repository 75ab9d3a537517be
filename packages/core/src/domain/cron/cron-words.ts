import cronstrue from 'cronstrue';
import { members } from './bits.ts';
import { cronFieldProblem, CRON_FIELDS, cronValues, type CronFields } from './cron-fields.ts';
import { dayWords } from './day-words.ts';
import { weekdayWords } from './weekday-words.ts';

/**
 * A cron in words: the times, then each day field that narrows them. Every part comes from the values that fire, or
 * from a text of the simple forms that cronstrue says rightly; of the others (`fri#L`, `1W,15W`, `1,*`) it says that
 * an error occurred, or something else than what fires.
 */
export function cronWords(fields: CronFields): string {
  if (CRON_FIELDS.some((name) => cronFieldProblem(name, fields[name]) !== null)) return UNREADABLE;
  const { cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek } = fields;
  const { low, high } = cronValues('cronMinute', cronMinute);
  const { hours } = cronValues('cronHour', cronHour);
  const { months } = cronValues('cronMonth', cronMonth);
  const days = cronValues('cronDay', cronDay);
  const minute = simpleText(cronMinute, [...members(low), ...members(high).map((bit) => bit + 30)], 60);
  const hour = simpleText(cronHour, members(hours), 24);
  const day = simpleText(cronDay, members(days.days).map(fromOne), 31);
  const month = simpleText(cronMonth, members(months).map(fromOne), 12);
  return [
    said(`${minute} ${hour} * * *`),
    dayWords(days) ?? narrowing(day, `${day} * *`),
    weekdayWords(cronValues('cronDayOfWeek', cronDayOfWeek)),
    narrowing(month, `* ${month} *`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const UNREADABLE = 'A cron that cannot be read';

/** What cronstrue adds to midnight for days and months. */
function narrowing(text: string, days: string): string {
  return text === '*' ? '' : said(`0 0 ${days}`).slice('At 00:00, '.length);
}

function said(line: string): string {
  return cronstrue.toString(line, { use24HourTimeFormat: true });
}

/** More than these nobody reads: then the text stays as it is written. */
const MAX_LISTED = 16;

/** The same values as every one, a range, a step, or a plain list: no list of ranges, no value twice. */
function simpleText(text: string, values: readonly number[], size: number): string {
  const isEvery = values.length === size && (text.includes('*') || text.includes(','));
  if (isEvery) return '*';
  const isStepOrRange = /^[^,]*[-/][^,]*$/.test(text) && values.length > 1;
  return isStepOrRange || values.length > MAX_LISTED ? text : values.join(',');
}

function fromOne(bit: number): number {
  return bit + 1;
}
