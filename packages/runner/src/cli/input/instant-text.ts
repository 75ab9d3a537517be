import { show } from '@zenpulse/core/domain';
import { InvalidArgumentError } from 'commander';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/i;

/** Parses an instant in ISO 8601, or a date, which begins at midnight UTC; for an option of commander. */
export function instantOf(text: string): number {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  const at = Date.parse(text.toUpperCase());
  if (day !== undefined && !Number.isNaN(at) && isDate(Number(year), Number(month), Number(day))) return at;
  throw new InvalidArgumentError(
    `Expected an instant such as 2026-01-31T08:30:00Z (with Z or an offset), got ${show(text)}.`,
  );
}

/** Rejects dates such as 31 February, which `Date` reads as 3 March. */
function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
