import { CYCLES } from './cron-cycles.ts';
import type { CronField } from './cron-fields.ts';

/**
 * A suggestion for a text that a field rejects but other schedulers accept, such as `5/15`, `22-6` and `fri-mon`: a
 * text for the same field, or a phrase that starts with "an", such as "an interval of 90 minutes"; null if there is
 * none. `isGood` checks a suggested text.
 */
export function cronHint(field: CronField, text: string, isGood: (text: string) => boolean): string | null {
  const interval = longStep(field, text);
  if (interval !== null) return interval;
  const parts = text
    .trim()
    .toLowerCase()
    .split(/\s*,\s*/);
  const suggestion = parts.map((part) => likelyPart(field, part)).join(',');
  return suggestion !== text && isGood(suggestion) ? suggestion : null;
}

const UNITS: Readonly<Partial<Record<CronField, string>>> = {
  cronMinute: 'minutes',
  cronHour: 'hours',
  cronDay: 'days',
};

/** `*\/90` minutes: longer than the field's cycle, so only an interval can express it. */
function longStep(field: CronField, text: string): string | null {
  const [, by] = /^(?:\*|0)\/(\d{1,6})$/.exec(text) ?? [];
  const unit = UNITS[field];
  const isLong = by !== undefined && Number(by) > CYCLES[field].size;
  return isLong && unit !== undefined ? `an interval of ${Number(by)} ${unit}` : null;
}

const NAMES: Readonly<Partial<Record<CronField, readonly string[]>>> = {
  cronMonth: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  cronDayOfWeek: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

function likelyPart(field: CronField, part: string): string {
  const { first, size } = CYCLES[field];
  const last = first + size - 1;
  const text = shortNames(field, part === '?' ? '*' : part);
  if (/^\d+$/.test(text) && Number(text) === last + 1 && first === 0) return '0';
  const [, start, step] = /^([a-z]+|\d+)\/(\d+)$/.exec(text) ?? [];
  if (start !== undefined) return `${start}-${nameOf(field, last, start)}/${step}`;
  return aroundTheEnd(field, text) ?? text;
}

/** Shortens `monday` and `tues` to `mon` and `tue`. */
function shortNames(field: CronField, text: string): string {
  const names = NAMES[field];
  if (names === undefined) return text;
  return text.replaceAll(/[a-z]{4,}/g, (word) => names.find((name) => word.startsWith(name)) ?? word);
}

/** Splits a range that wraps around: `22-6` becomes `22-23,0-6`; `fri-mon` likewise. With a step, lists its values. */
function aroundTheEnd(field: CronField, text: string): string | null {
  const [, from = '', to = '', step] = /^([a-z]+|\d+)-([a-z]+|\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  const { first, size } = CYCLES[field];
  const [low, high] = [valueOf(field, from), valueOf(field, to)];
  const last = first + size - 1;
  if (low === null || high === null || low <= high || low > last || high < first) return null;
  if (step !== undefined) return everyOf(low, high + size, Number(step), first, size);
  // In a range the week ends on Sunday, written as 7.
  const isWeek = field === 'cronDayOfWeek';
  const end = isWeek ? `${from}-${nameOf(field, 7, from)}` : `${from}-${nameOf(field, last, from)}`;
  const restFrom = isWeek ? 1 : first;
  if (high < restFrom) return end;
  const rest = high === restFrom ? to : `${nameOf(field, restFrom, to)}-${to}`;
  return `${low === last && !isWeek ? from : end},${rest}`;
}

function everyOf(from: number, to: number, step: number, first: number, size: number): string | null {
  if (step < 1 || step > size) return null;
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(((value - first) % size) + first);
  return values.join(',');
}

function valueOf(field: CronField, text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const index = NAMES[field]?.indexOf(text) ?? -1;
  return index === -1 ? null : index + CYCLES[field].first;
}

/** The value as a name if the text beside it is a name. */
function nameOf(field: CronField, value: number, beside: string): string {
  const { first, size } = CYCLES[field];
  const name = /^[a-z]/.test(beside) ? NAMES[field]?.[(value - first) % size] : undefined;
  return name ?? String(value);
}
