import { randomFillSync } from 'node:crypto';
import { systemClock } from './system-clock.ts';

const BYTES = 10;
/** Random bytes for 1,024 ids at once: reading them from the system takes longer than the rest of a run. */
const pool = new Uint8Array(1_024 * BYTES);
let used = pool.length;

/** An id in text form: 8-4-4-4-12 digits. */
const text = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1');
/** The positions of the digits of bytes 6 to 15, two each. */
const PLACES = [14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
let writtenTime = 0;

/** A UUIDv7 (RFC 9562, 5.7: the time, then random bits): unique without coordination, and sorted by time. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const now = systemClock.now();
  if (now !== writtenTime) writeTime(now);
  for (let index = 0; index < BYTES; index += 1) {
    // Both lists are as long as the loop; the types cannot express that.
    const place = PLACES[index] as number;
    const byte = pool[used + index] as number;
    text[place] = DIGITS[byte >> 4] as number;
    text[place + 1] = DIGITS[byte & 15] as number;
  }
  text[14] = DIGITS[7] as number; // the version
  text[19] = DIGITS[8 | ((pool[used + 2] as number) & 3)] as number; // the variant: bits 10, and two random bits
  used += BYTES;
  return text.toString('latin1');
}

/** Writes the first 48 bits, which many ids of one millisecond share. */
function writeTime(now: number): void {
  const digits = now.toString(16).padStart(12, '0');
  text.write(`${digits.slice(0, 8)}-${digits.slice(8)}`, 'latin1');
  writtenTime = now;
}

/** When an id of `newId` was created, in epoch milliseconds; null for any other id. */
export function madeAt(id: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
}
