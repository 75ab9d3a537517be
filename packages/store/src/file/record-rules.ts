import { LEASE_TRUST_MS, type Tenure } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import { isProvenDead, type ProcessIdentity } from './process-identity.ts';

/** What was written further ahead of the clock than this comes from a clock that was set back since. */
const MAX_AHEAD_MS = 60_000;
const NOBODY = { previousRunnerId: null, previousEpoch: null };

/** The first record of a holder that found `last`: P stands, or begins now, and R is never less than what was reserved. */
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

/** The record of a renewal that is sent now. `decidedUntil`: P as the holder knows it, null for unknown. */
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

/** What a holder finds whose turn begins now after `last`. `isOwn`: the same process was the last holder. */
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
 * The same after an epoch whose maker left no record that is whole: it may have started anything up to now. `last` is of
 * an epoch before it.
 */
export function tenureAfterUnknown(last: EpochRecord | null, epoch: number, now: number): Tenure {
  const processedUntil = last?.processedUntil ?? null;
  return { ...NOBODY, epoch, processedUntil, reservedUntil: now, mayOverlap: true };
}

/** Of two records the one that knows more. Runners with and without `--lock` leave theirs in different files. */
export function laterRecord(first: EpochRecord | null, second: EpochRecord | null): EpochRecord | null {
  if (first === null || second === null) return first ?? second;
  return (second.processedUntil ?? -Infinity) > (first.processedUntil ?? -Infinity) ? second : first;
}

/** Whether nothing can become due any more that was reserved: R has passed, or was written by a clock since set back. */
export function hasPassed({ reservedUntil }: EpochRecord, now: number): boolean {
  return now > reservedUntil || reservedUntil - now > MAX_AHEAD_MS + LEASE_TRUST_MS;
}

/** P never goes down, unless it is far ahead of the clock. */
function advance(stood: number | null, decidedUntil: number | null, now: number): number | null {
  if (decidedUntil === null || stood === null) return decidedUntil ?? stood;
  return decidedUntil > stood || stood - now > MAX_AHEAD_MS ? decidedUntil : stood;
}

/** R likewise: with the clock set back a little, what was allowed before may have been started. */
function reserve(stood: number, now: number): number {
  const next = now + LEASE_TRUST_MS;
  return stood - next > MAX_AHEAD_MS ? next : Math.max(stood, next);
}
