import { CronPattern } from 'croner';
import { show } from '../expected.ts';
import { type CronValues, VALUES_OF } from './cron-values.ts';
import { RecentCache } from './recent-cache.ts';

/** The five fields of a cron, in the order of a crontab line and under the names of the row. */
export const CRON_FIELDS = ['cronMinute', 'cronHour', 'cronDay', 'cronMonth', 'cronDayOfWeek'] as const;
export type CronField = (typeof CRON_FIELDS)[number];
export type CronFields = Readonly<Record<CronField, string>>;

/** What is wrong with the text of one field, as "expected …, got …"; null when it is good. */
export function cronFieldProblem(field: CronField, text: string): string | null {
  if (text.length > MAX_LENGTH) return `expected at most ${MAX_LENGTH} characters, got ${text.length}`;
  return readingOf(field, text) === null ? `expected ${EXPECTED[field]}, got ${show(text)}` : null;
}

/** The values that one field matches. Throws a RangeError on a text that `cronFieldProblem` refuses. */
export function cronValues<F extends CronField>(field: F, text: string): CronValues[F] {
  const reading = text.length > MAX_LENGTH ? null : readingOf(field, text);
  if (reading === null) throw new RangeError(`${field}: ${cronFieldProblem(field, text)}`);
  return reading;
}

/** Whether a cron names times of the day rather than a rhythm: that decides what a change of the clock does to it. */
export function isFixedTime({ cronMinute, cronHour }: CronFields): boolean {
  return !cronMinute.includes('*') && !cronHour.includes('*');
}

const MAX_LENGTH = 120;

const EXPECTED: Readonly<Record<CronField, string>> = {
  cronMinute: 'minutes 0-59, such as *, 5, 10-40/5 or */15',
  cronHour: 'hours 0-23, such as *, 8, 9-17 or */6',
  cronDay: 'days of the month 1-31, such as *, 1, 1-15/2, 15W, L or LW',
  cronMonth: 'months 1-12 or jan-dec, such as *, 1, jan-mar or */3',
  cronDayOfWeek: 'days of the week 0-6 (0 is Sunday) or sun-sat, such as *, 1, mon-fri, fri#2 or 5L',
};

/** Croner needs 40 µs and 80 KB for a pattern, so its verdict is kept as bits; null is a refusal. */
const READINGS: { readonly [F in CronField]: RecentCache<CronValues[F] | null> } = {
  cronMinute: new RecentCache(2_000),
  cronHour: new RecentCache(2_000),
  cronDay: new RecentCache(2_000),
  cronMonth: new RecentCache(2_000),
  cronDayOfWeek: new RecentCache(2_000),
};

function readingOf<F extends CronField>(field: F, text: string): CronValues[F] | null {
  const known = READINGS[field].get(text);
  if (known !== undefined) return known;
  const isMinutes = field === 'cronMinute' && NUMBERS.test(text);
  // What F is for minutes, the line above has asked.
  const reading = isMinutes ? (minutesOf(text) as CronValues[F] | null) : read(field, text);
  return READINGS[field].keep(text, reading);
}

const NUMBERS = /^\d+(?:,\d+)+$/;

/** Of all lists, those of minutes vary most: each number is read once for all of them. */
function minutesOf(list: string): CronValues['cronMinute'] | null {
  let [low, high] = [0, 0];
  for (const number of list.split(',')) {
    const reading = readingOf('cronMinute', number);
    if (reading === null) return null;
    low |= reading.low;
    high |= reading.high;
  }
  return { low, high };
}

function read<F extends CronField>(field: F, text: string): CronValues[F] | null {
  if (/[\s?+@]/.test(text)) return null;
  const line = CRON_FIELDS.map((name) => (name === field ? text : '*')).join(' ');
  try {
    return VALUES_OF[field](new CronPattern(line, undefined, { mode: '5-part' }));
  } catch {
    return null;
  }
}
