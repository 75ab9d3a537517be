import type { Tenure } from '@zenpulse/core/ports';
import { isProvenDead, parseIdentity } from '../file/process-identity.ts';

/** A row further ahead of the database's clock than this was written before the clock was set back. */
export const MAX_AHEAD_MS = 60_000;

/** The row before its reader changed anything but the epoch. Instants are epoch milliseconds. */
export interface LeaseRow {
  /** The newest epoch, just raised by the reader. */
  readonly epoch: number;
  /** The identity of the last process that held it; null if there was none. */
  readonly holder: unknown;
  readonly holderEpoch: number | null;
  readonly processedUntil: number | null;
  readonly reservedUntil: number | null;
  readonly isReleased: boolean;
  readonly now: number;
}

/** The tenure of this epoch's holder. `runnerId`: the holder; null if it is only a peek. */
export function tenureOf(row: LeaseRow, runnerId: string | null): Tenure {
  const { epoch, processedUntil, reservedUntil, holder, holderEpoch } = row;
  if (hasLeftCleanly(row)) {
    const nobody = { reservedUntil: null, previousRunnerId: null, previousEpoch: null, mayOverlap: false };
    return { epoch, processedUntil, ...nobody };
  }
  return {
    epoch,
    processedUntil,
    reservedUntil,
    previousRunnerId: parseIdentity(holder)?.runnerId ?? 'unknown',
    previousEpoch: holderEpoch,
    mayOverlap: !mayBeSucceededAtOnce(row, runnerId),
  };
}

/** True if no runner can start anything under the old R any more, although it may not have passed. */
export function mayBeSucceededAtOnce(row: LeaseRow, runnerId: string | null): boolean {
  if (hasLeftCleanly(row)) return true;
  const holder = parseIdentity(row.holder);
  return holder !== null && (holder.runnerId === runnerId || isProvenDead(holder));
}

/**
 * How long the old R lasts. One written before the clock was set back is ignored; the trust that belongs to it expires,
 * since no renewal succeeds after the epoch was raised.
 */
export function waitMsFor({ reservedUntil, now }: LeaseRow, trustMs: number): number {
  const aheadMs = reservedUntil === null ? 0 : Math.max(0, reservedUntil - now);
  return aheadMs > trustMs + MAX_AHEAD_MS ? trustMs : aheadMs;
}

function hasLeftCleanly({ isReleased, holder }: LeaseRow): boolean {
  return isReleased || holder === null;
}
