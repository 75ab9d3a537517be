import { z } from 'zod';
import { expected } from './expected.ts';

const WHAT = 'an instant such as 2026-01-31T08:30:00Z, of the years 1000 to 9999';
const FIRST_MS = Date.UTC(1000, 0);
const LAST_MS = Date.UTC(10_000, 0) - 1;

/** An instant as text in ISO with a zone or an offset; it is kept in UTC with milliseconds. */
export const instantText = z.iso
  .datetime({ offset: true, ...expected(WHAT) })
  .refine((text) => isInRange(Date.parse(text)), expected(WHAT))
  .overwrite((text) => {
    const at = Date.parse(text);
    return isInRange(at) ? new Date(at).toISOString() : text;
  });

function isInRange(at: number): boolean {
  return at >= FIRST_MS && at <= LAST_MS;
}
