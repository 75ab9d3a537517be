/** The fields of a cron under the original's names, in the order of a crontab line. */
export const ORIGINAL_CRON_FIELDS = [
  'cron_minute',
  'cron_hour',
  'cron_day',
  'cron_month',
  'cron_day_of_week',
] as const;
export type OriginalCronField = (typeof ORIGINAL_CRON_FIELDS)[number];

/** One part of a field, between commas, as the original's engine (APScheduler 3) parsed it. */
export type OriginalExpression =
  | { readonly kind: 'all'; readonly step: number | null }
  /** `last` null: up to the field's maximum. */
  | {
      readonly kind: 'range';
      readonly first: number;
      readonly last: number | null;
      readonly step: number | null;
    }
  /** `rest` is the text after it, which the engine ignored. */
  | { readonly kind: 'names'; readonly first: string; readonly last: string | null; readonly rest: string }
  /** The nth of a weekday in a month; `nth` 6 is the last. */
  | { readonly kind: 'position'; readonly nth: number; readonly weekday: string; readonly rest: string }
  | { readonly kind: 'last-day'; readonly rest: string };

export const RANGE_OF: Readonly<Record<OriginalCronField, readonly [min: number, max: number]>> = {
  cron_minute: [0, 59],
  cron_hour: [0, 23],
  cron_day: [1, 31],
  cron_month: [1, 12],
  cron_day_of_week: [0, 6],
};

/** In the order of their numbers in that engine. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const POSITIONS = ['1st', '2nd', '3rd', '4th', '5th', 'last'] as const;

const ALL = /^\*(?:\/(\d+))?$/;
const RANGE = /^(\d+)(?:-(\d+))?(?:\/(\d+))?$/;
const NAMES = /^([a-z]+)(?:-([a-z]+))?(.*)$/s;
const POSITION = /^(1st|2nd|3rd|4th|5th|last) +(\w+)(.*)$/s;
const LAST_DAY = /^last(.*)$/s;

/** The parts of a field; null if the engine rejected it, so that the schedule never ran. */
export function originalExpressions(field: OriginalCronField, text: string): OriginalExpression[] | null {
  const parts = text.trim().toLowerCase().split(/ *, */);
  const read = parts.map((part) => originalExpression(field, part));
  return read.every((expression) => expression !== null) ? read : null;
}

function originalExpression(field: OriginalCronField, text: string): OriginalExpression | null {
  const all = ALL.exec(text);
  if (all !== null) return inRange(field, { kind: 'all', step: numberOrNull(all[1]) });
  const range = RANGE.exec(text);
  if (range !== null) {
    const [first, last, step] = range.slice(1).map(numberOrNull);
    return inRange(field, { kind: 'range', first: first ?? 0, last: last ?? null, step: step ?? null });
  }
  if (field === 'cron_day') return dayExpression(text);
  if (field === 'cron_month') return nameExpression(MONTHS, text);
  return field === 'cron_day_of_week' ? nameExpression(WEEKDAYS, text) : null;
}

function dayExpression(text: string): OriginalExpression | null {
  const [, nth, weekday, rest] = POSITION.exec(text) ?? [];
  if (weekday !== undefined) {
    const index = POSITIONS.findIndex((position) => position === nth);
    return isOneOf(WEEKDAYS, weekday)
      ? { kind: 'position', nth: index + 1, weekday, rest: rest ?? '' }
      : null;
  }
  const lastDay = LAST_DAY.exec(text);
  return lastDay === null ? null : { kind: 'last-day', rest: lastDay[1] ?? '' };
}

function nameExpression(names: readonly string[], text: string): OriginalExpression | null {
  const [, first = '', last, rest = ''] = NAMES.exec(text) ?? [];
  if (!isOneOf(names, first) || (last !== undefined && !isOneOf(names, last))) return null;
  if (last !== undefined && names.indexOf(first) > names.indexOf(last)) return null;
  return { kind: 'names', first, last: last ?? null, rest };
}

function inRange(
  field: OriginalCronField,
  expression: Extract<OriginalExpression, { kind: 'all' | 'range' }>,
): OriginalExpression | null {
  const [min, max] = RANGE_OF[field];
  const isRange = expression.kind === 'range';
  const first = isRange ? expression.first : min;
  const last = isRange ? (expression.last ?? (expression.step === null ? first : max)) : max;
  if (first < min || last > max || first > last) return null;
  const { step } = expression;
  const span = (last === 0 ? max : last) - first; // the engine treated an end of 0 as no end, only here
  return step !== null && (step < 1 || step > span) ? null : expression;
}

function isOneOf(names: readonly string[], text: string): boolean {
  return names.includes(text);
}

function numberOrNull(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
