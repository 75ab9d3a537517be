import { LEASE_TRUST_MS, type Tenure } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import { isProvenDead, type ProcessIdentity } from './process-identity.ts';

/** An instant further ahead of the clock than this was written before the clock was set back. */
const MAX_AHEAD_MS = 60_000;
const NOBODY = { previousRunnerId: null, previousEpoch: null };

/** The first record of a holder that found `last`: P is kept, or begins now, and R is never lowered. */
export function firstRecord(
  identity: ProcessIdentity,
  epoch: number,
  last: EpochRecord | null,
  now: number,
): EpochRecord {
  return {
    identity,
    epoch,
    processedUntil: last?.processedUntil ?? now,
    reservedUntil: last === null || last.isReleased ? now + LEASE_TRUST_MS : reserve(last.reservedUntil, now),
    sequence: 0,
    isReleased: false,
    before: null,
  };
}

/** The record of a renewal sent now. `decidedUntil`: P as the holder knows it, null if unknown. */
export function renewedRecord(record: EpochRecord, decidedUntil: number | null, now: number): EpochRecord {
  return {
    ...record,
    processedUntil: advance(record.processedUntil, decidedUntil, now),
    reservedUntil: reserve(record.reservedUntil, now),
  };
}

/** The last record of a holder that leaves cleanly: nothing after P was started. */
export function releasedRecord(record: EpochRecord, decidedUntil: number | null, now: number): EpochRecord {
  const processedUntil = advance(record.processedUntil, decidedUntil, now);
  return { ...record, processedUntil, reservedUntil: processedUntil ?? 0, isReleased: true };
}

/** The tenure of a holder that begins now after `last`. `isOwn`: the same process was the last holder. */
export function tenureAfter(
  last: EpochRecord | null,
  epoch: number,
  isOwn: boolean = false,
  isDead: typeof isProvenDead = isProvenDead,
): Tenure {
  const processedUntil = last?.processedUntil ?? null;
  if (last === null || last.isReleased) {
    return { ...NOBODY, epoch, processedUntil, reservedUntil: null, mayOverlap: false };
  }
  const { identity, reservedUntil, epoch: previousEpoch } = last;
  const mayOverlap = !isOwn && !isDead(identity);
  return {
    epoch,
    processedUntil,
    reservedUntil,
    previousRunnerId: identity.runnerId,
    previousEpoch,
    mayOverlap,
  };
}

/**
 * The same, after an epoch whose maker left no valid record: it may have started anything up to now. `last` is from an
 * earlier epoch.
 */
export function tenureAfterUnknown(last: EpochRecord | null, epoch: number, now: number): Tenure {
  const processedUntil = last?.processedUntil ?? null;
  return { ...NOBODY, epoch, processedUntil, reservedUntil: now, mayOverlap: true };
}

/** The later of two records. Runners with and without `--lock` write theirs to different files. */
export function laterRecord(first: EpochRecord | null, second: EpochRecord | null): EpochRecord | null {
  if (first === null || second === null) return first ?? second;
  return (second.processedUntil ?? -Infinity) > (first.processedUntil ?? -Infinity) ? second : first;
}

/**
 * True if no reserved occurrence can become due any more: R has passed, or was written before the clock was set back.
 */
export function hasPassed({ reservedUntil }: EpochRecord, now: number): boolean {
  return now > reservedUntil || reservedUntil - now > MAX_AHEAD_MS + LEASE_TRUST_MS;
}

/** P never decreases, unless it is far ahead of the clock. */
function advance(stood: number | null, decidedUntil: number | null, now: number): number | null {
  if (decidedUntil === null || stood === null) return decidedUntil ?? stood;
  return decidedUntil > stood || stood - now > MAX_AHEAD_MS ? decidedUntil : stood;
}

/** R likewise: if the clock was set back a little, occurrences up to the old R may have been started. */
function reserve(stood: number, now: number): number {
  const next = now + LEASE_TRUST_MS;
  return stood - next > MAX_AHEAD_MS ? next : Math.max(stood, next);
}
