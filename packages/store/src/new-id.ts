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
