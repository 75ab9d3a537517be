import { CronPattern } from 'croner';
import { show } from '../expected.ts';
import { cronHint } from './cron-hint.ts';
import { type CronValues, VALUES_OF } from './cron-values.ts';
import { RecentCache } from './recent-cache.ts';

/** The five fields of a cron, in the order of a crontab line and under the names of the row. */
export const CRON_FIELDS = ['cronMinute', 'cronHour', 'cronDay', 'cronMonth', 'cronDayOfWeek'] as const;
export type CronField = (typeof CRON_FIELDS)[number];
export type CronFields = Readonly<Record<CronField, string>>;

/** A message with what the field expects, what it got and a suggestion; null if the text is valid. */
export function cronFieldProblem(field: CronField, text: string): string | null {
  if (text.length > MAX_LENGTH) return `Use at most ${MAX_LENGTH} characters; got ${text.length}`;
  if (readingOf(field, text) !== null) return null;
  const hint = cronHint(field, text, (suggestion) => readingOf(field, suggestion) !== null);
  const didYouMean = hint === null ? '' : `. Did you mean ${hint}?`;
  return `Use ${ACCEPTED[field]}; got ${show(text)}${didYouMean}`;
}

/** The values that one field matches. Throws a RangeError on a text that `cronFieldProblem` rejects. */
export function cronValues<F extends CronField>(field: F, text: string): CronValues[F] {
  const reading = text.length > MAX_LENGTH ? null : readingOf(field, text);
  if (reading === null) throw new RangeError(`${field}: ${cronFieldProblem(field, text)}`);
  return reading;
}

/** True if two texts match the same values and behave the same at a change of the clock. */
export function isSameCronField(field: CronField, a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map((text) => (text.length > MAX_LENGTH ? null : readingOf(field, text)));
  if (one === null || other === null || a.includes('*') !== b.includes('*')) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * True if a cron names fixed times of the day; false if it repeats within the hour or every hour. This decides how a
 * change of the clock affects it.
 */
export function isFixedTime({ cronMinute, cronHour }: CronFields): boolean {
  return !cronMinute.includes('*') && !cronHour.includes('*');
}

const MAX_LENGTH = 120;

const ACCEPTED: Readonly<Record<CronField, string>> = {
  cronMinute: '0–59, *, */15, 1,15 or 10-40/5',
  cronHour: '0–23, *, */6, 8,20 or 9-17',
  cronDay: '1–31, *, 1,15, 1-15/2, L (last day), LW (last weekday) or 15W (weekday nearest day 15)',
  cronMonth: '1–12 or jan–dec, *, */3, 1,7 or jan-mar',
  cronDayOfWeek: '0–6 or sun–sat (0 is Sunday), *, mon-fri, 1,3, fri#2 (second Friday) or 5L (last Friday)',
};

/** Croner needs 40 µs and 80 KB for a pattern, so its result is cached as bits; null if croner rejected the text. */
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
  // F is the minutes field here, as checked by the line above.
  const reading = isMinutes ? (minutesOf(text) as CronValues[F] | null) : read(field, text);
  return READINGS[field].keep(text, reading);
}

const NUMBERS = /^\d+(?:,\d+)+$/;

/** Lists of minutes vary most, so each number is parsed once and shared by all lists. */
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
