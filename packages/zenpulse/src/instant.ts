import { types } from 'node:util';
import { show } from '@zenpulse/core/domain';

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Epoch milliseconds of a `Date`, a number, or text with a zone (a plain date begins at midnight UTC). Throws a
 * TypeError that begins with `name`.
 */
export function instantOf(name: string, value: unknown): number {
  const at = epochOf(value);
  if (!Number.isNaN(at)) return at;
  const what = 'a Date, epoch milliseconds, or text with its zone such as "2026-01-31T08:30:00Z"';
  throw new TypeError(`${name}: expected ${what}, got ${showInstant(value)}`);
}

/** An invalid value as shown in an error message. */
export function showInstant(value: unknown): string {
  return types.isDate(value) ? 'an invalid Date' : show(value);
}

function epochOf(value: unknown): number {
  if (types.isDate(value)) return value.getTime();
  if (typeof value === 'number') return new Date(value).getTime();
  return typeof value === 'string' && ISO.test(value) ? Date.parse(value) : Number.NaN;
}
