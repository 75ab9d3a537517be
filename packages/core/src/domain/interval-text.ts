import { INTERVAL_UNITS, type IntervalUnit } from './interval-trigger.ts';

/** An interval's two fields. */
export interface IntervalFields {
  readonly intervalValue: number;
  readonly intervalUnit: IntervalUnit;
}

/** Reads "10 minutes", "every 10 minutes", "1 hour" or "hour"; null for another text. What the value may be is not judged. */
export function parseInterval(text: string): IntervalFields | null {
  const [, value = '1', word = ''] = /^\s*(?:every\s+)?(?:(\d+)\s+)?([a-z]+)\s*$/i.exec(text) ?? [];
  const intervalUnit = INTERVAL_UNITS.find(
    (name) => name === word.toLowerCase() || name === `${word.toLowerCase()}s`,
  );
  return intervalUnit === undefined ? null : { intervalValue: Number(value), intervalUnit };
}
