import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** The system is asked for randomness once for 1,024 ids: asking costs more than all the rest of a run. */
const pool = new Uint8Array(1_024 * BYTES);
let used = pool.length;

/** A UUIDv7: unique without asking anyone, and sorted by time. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return v7({ random: pool.subarray(used - BYTES, used) });
}

/** When an id of `newId` was made, in epoch milliseconds; null for any other. */
export function madeAt(id: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
}
