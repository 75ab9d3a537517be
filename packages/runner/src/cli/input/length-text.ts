import { INTERVAL_UNITS, show, type IntervalUnit } from '@zenpulse/core/domain';
import { usageError } from '../command-error.ts';

export interface Length {
  readonly value: number;
  readonly unit: IntervalUnit;
}

/** Reads "10 minutes", "1 hour" or "hour"; `flag` is where it was said. What the value may be is not judged here. */
export function lengthOf(text: string, flag: string): Length {
  const [, value = '1', word = ''] = /^\s*(?:(\d+)\s+)?([a-z]+)\s*$/i.exec(text) ?? [];
  const unit = INTERVAL_UNITS.find(
    (name) => name === word.toLowerCase() || name === `${word.toLowerCase()}s`,
  );
  if (unit !== undefined) return { value: Number(value), unit };
  throw usageError(
    `${flag}: expected a whole number and seconds, minutes, hours, days or weeks, such as "10 minutes", got ${show(text)}`,
  );
}
