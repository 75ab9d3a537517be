import { INTERVAL_UNITS, type IntervalUnit } from './interval-trigger.ts';

/** An interval's two fields. */
export interface IntervalFields {
  readonly intervalValue: number;
  readonly intervalUnit: IntervalUnit;
}

/** Units that may follow a number directly or after a space: `30s`, `5 min`, `2h`. */
const SHORT: Readonly<Record<string, IntervalUnit>> = {
  s: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  m: 'minutes',
  min: 'minutes',
  mins: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  d: 'days',
  w: 'weeks',
};

/**
 * Parses "10 minutes", "every 10 minutes", "1 hour", "hour" or "30s"; null for other texts. The range of the value is
 * not checked.
 */
export function parseInterval(text: string): IntervalFields | null {
  const [, value, word = ''] = /^\s*(?:every\s+)?(?:(\d+)\s*)?([a-z]+)\s*$/i.exec(text) ?? [];
  const name = word.toLowerCase();
  const unit = INTERVAL_UNITS.find((plural) => plural === name || plural === `${name}s`);
  const intervalUnit = unit ?? (value === undefined ? undefined : SHORT[name]);
  return intervalUnit === undefined ? null : { intervalValue: Number(value ?? 1), intervalUnit };
}
