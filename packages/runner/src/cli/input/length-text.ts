import { intervalTextProblem, parseInterval, type IntervalUnit } from '@zenpulse/core/domain';
import { usageError } from '../command-error.ts';

export interface Length {
  readonly value: number;
  readonly unit: IntervalUnit;
}

/** Parses "10 minutes", "1 hour" or "30s"; `flag` is named in the error. The range of the value is not checked here. */
export function lengthOf(text: string, flag: string): Length {
  const interval = parseInterval(text);
  if (interval === null) throw usageError(`${flag}: ${intervalTextProblem(text)}`);
  return { value: interval.intervalValue, unit: interval.intervalUnit };
}
