import cronstrue from 'cronstrue';
import { members } from './bits.ts';
import { CYCLES } from './cron-cycles.ts';
import { cronFieldProblem, CRON_FIELDS, cronValues, type CronField, type CronFields } from './cron-fields.ts';
import { unevenSteps } from './cron-steps.ts';
import { dayWords } from './day-words.ts';
import { weekdayWords } from './weekday-words.ts';

/**
 * A cron in words: the times, then each day field that restricts them. Each part is derived from the matching values,
 * or from a text that is simple enough for cronstrue: for others (`fri#L`, `1W,15W`, `1,*`) cronstrue reports an error
 * or describes other times.
 */
export function cronWords(fields: CronFields): string {
  if (CRON_FIELDS.some((name) => cronFieldProblem(name, fields[name]) !== null)) return UNREADABLE;
  const { cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek } = fields;
  const { low, high } = cronValues('cronMinute', cronMinute);
  const { hours } = cronValues('cronHour', cronHour);
  const { months } = cronValues('cronMonth', cronMonth);
  const days = cronValues('cronDay', cronDay);
  const minute = simpleText('cronMinute', cronMinute, [
    ...members(low),
    ...members(high).map((bit) => bit + 30),
  ]);
  const hour = simpleText('cronHour', cronHour, members(hours));
  const day = simpleText('cronDay', cronDay, members(days.days).map(fromOne));
  const month = simpleText('cronMonth', cronMonth, members(months).map(fromOne));
  const dates = [
    dayWords(days) ?? narrowing(day, `${day} * *`),
    weekdayWords(cronValues('cronDayOfWeek', cronDayOfWeek)),
  ].filter((part) => part !== '');
  const times = said(`${minute} ${hour} * * *`);
  return [
    dates.length === 0 ? times.replace(/^At (?=\d\d:)/, 'Every day at ') : times,
    ...dates,
    narrowing(month, `* ${month} *`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const UNREADABLE = 'A cron that cannot be read';

/** The words that cronstrue adds to midnight for days and months. */
function narrowing(text: string, days: string): string {
  return text === '*' ? '' : said(`0 0 ${days}`).slice('At 00:00, '.length);
}

function said(line: string): string {
  return cronstrue.toString(line, { use24HourTimeFormat: true });
}

/** Longer lists are written as ranges. */
const MAX_LISTED = 16;

/**
 * The same values as `*`, a range, an even step, or a list. An uneven step such as minutes `*\/45` becomes a list,
 * because cronstrue would call it "every 45 minutes". A list has no value twice, and ranges only where it would be
 * long.
 */
function simpleText(field: CronField, text: string, values: readonly number[]): string {
  const isEvery = values.length === CYCLES[field].size && (text.includes('*') || text.includes(','));
  if (isEvery) return '*';
  const isStepOrRange = /^[^,]*[-/][^,]*$/.test(text) && values.length > 1;
  if (isStepOrRange && unevenSteps(field, text).length === 0) return text;
  return values.length > MAX_LISTED ? ranges(values).join(',') : values.join(',');
}

/** Writes 1, 2, 3, 7 as `1-3`, `7`. */
function ranges(values: readonly number[]): string[] {
  const starts = values.filter((value, index) => values[index - 1] !== value - 1);
  return starts.map((start) => {
    let end = start;
    while (values.includes(end + 1)) end += 1;
    return end === start ? `${start}` : `${start}-${end}`;
  });
}

function fromOne(bit: number): number {
  return bit + 1;
}
