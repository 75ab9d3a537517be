import {
  isPausedAt,
  isTooLate,
  type Outcome,
  type Reason,
  type Schedule,
  type StoredSchedule,
  type Trigger,
} from '../../domain/index.ts';
import { LEASE_TRUST_MS, type AdoptedJournal, type Tenure } from '../../ports/index.ts';
import type { BookedTenure, JournalBook } from '../journal/journal-book.ts';
import type { JournaledRun, Takeover } from '../journal/journal-line.ts';

/** A P further ahead of now than this was written before the clock was set back. */
const MAX_AHEAD_MS = 60_000;

/** The starting point of a tenure. Instants are epoch milliseconds. */
export interface Resumption {
  /** Every occurrence up to here is decided, for schedules not listed below. */
  readonly processedUntil: number;
  /** The same for single schedules, where a journal contains later decisions. */
  readonly decidedUntil: ReadonlyMap<string, number>;
  /**
   * Occurrences up to this instant may already have run under the previous lease holder, whose journal is unavailable;
   * null: none may have.
   */
  readonly ambiguousUntil: number | null;
  /** How far P was ahead of the clock, if it was discarded for that. Runs may repeat. */
  readonly setBackByMs: number | null;
}

/**
 * Up to where a schedule is decided: the latest of the runner's own decisions, those of previous holders, and the
 * row's.
 */
export function decidedUntilOf(
  { id, effectiveFrom }: Pick<Schedule, 'id' | 'effectiveFrom'>,
  { processedUntil, decidedUntil }: Resumption,
  own: number,
  now: number,
): number {
  // Written before the clock was set back: it would silence the schedule until that time comes.
  const isFarAhead = effectiveFrom > now + MAX_AHEAD_MS;
  return Math.max(own, isFarAhead ? 0 : effectiveFrom, processedUntil, decidedUntil.get(id) ?? 0);
}

/** The occurrences that may have been started already and are given up; null if there are none. */
export function ambiguousOf(
  { onAmbiguous }: Pick<Schedule, 'onAmbiguous'>,
  trigger: Trigger,
  { ambiguousUntil }: Resumption,
  decidedUntil: number,
): { readonly at: number; readonly count: number; readonly until: number } | null {
  if (ambiguousUntil === null || decidedUntil >= ambiguousUntil || onAmbiguous === 'run') return null;
  const at = trigger.previous(ambiguousUntil);
  if (at === null || at <= decidedUntil) return null;
  return { at, count: trigger.count(decidedUntil, at), until: ambiguousUntil };
}

export interface KnownJournal {
  readonly runnerId: string;
  readonly isComplete: boolean;
  readonly book: JournalBook;
}

/** This process's own last active period, of which it remembers the decisions. */
export interface OwnTenure extends BookedTenure {
  readonly runnerId: string;
  /** Up to where everything was decided when that period ended; -Infinity while it lasts. */
  readonly processedUntil: number;
}

/** A tenure that has not fired yet, and may end before it does. */
export interface HeardTenure extends BookedTenure {
  /** Up to where everything was decided when it began. */
  readonly processedUntil: number;
}

/** Starts from `now`, regardless of earlier decisions: for another database than before, and with `--no-catch-up`. */
export function resumptionFrom(now: number): Resumption {
  return from(now, new Map(), null);
}

/**
 * Where to continue after a takeover or a restart: up to P everything is decided; between P and R the previous holder's
 * journal decides, if it is readable and complete; after R nothing was started. A restored database has an older P than
 * this process or a journal here: the latest counts.
 */
export function resumptionOf(
  tenure: Tenure,
  journals: readonly KnownJournal[],
  own: OwnTenure | null,
  now: number,
): Resumption {
  const { processedUntil } = tenure;
  if (processedUntil === null) return from(now, new Map(), null);
  if (processedUntil > now + MAX_AHEAD_MS) {
    return { ...from(now, new Map(), null), setBackByMs: processedUntil - now };
  }
  const upTo = [
    lastToFire(tenure, journals).journal?.book.processedUntil ?? -Infinity,
    ...journals.map(({ book }) => book.confirmedUntil),
    own?.processedUntil ?? -Infinity,
  ].filter((until) => until <= now + MAX_AHEAD_MS);
  return from(
    Math.max(processedUntil, ...upTo),
    latestOf(journals, processedUntil, now + MAX_AHEAD_MS),
    ambiguousUntil(tenure, journals, own, now),
  );
}

/** True if no other runner held the lease since this process was active. */
export function isContinued(tenure: Takeover, own: OwnTenure | null): boolean {
  return own !== null && tenure.previousRunnerId === own.runnerId && tenure.previousEpoch === own.epoch;
}

/** Up to where runs may have been started that no journal contains; null if there are none. */
function ambiguousUntil(
  found: Takeover,
  journals: readonly KnownJournal[],
  own: OwnTenure | null,
  now: number,
): number | null {
  if (found.reservedUntil === null) return null;
  if (isContinued(found, own)) return own?.ambiguousUntil ?? null;
  const { journal, reservedUntil } = lastToFire(found, journals);
  // What was ambiguous for that runner stays ambiguous.
  if (journal !== null) return journal.book.tenure?.ambiguousUntil ?? null;
  // R itself, even if it is ahead of the clock, which may have been set back since.
  return reservedUntil === null ? null : Math.min(reservedUntil, now + MAX_AHEAD_MS + LEASE_TRUST_MS);
}

interface LastToFire<T> {
  /** The journal of the runner that was active last, if it is complete: then what it does not contain was not done. */
  readonly journal: T | null;
  /** Otherwise, up to where it may have started runs; null if no runner did. */
  readonly reservedUntil: number | null;
}

/**
 * A runner that died during its takeover has fired nothing: its own predecessor counts, with what that had reserved.
 */
export function lastToFire<T extends KnownJournal>(found: Takeover, journals: readonly T[]): LastToFire<T> {
  const { previousRunnerId, previousEpoch, reservedUntil } = found;
  const last = journals.find(({ runnerId }) => runnerId === previousRunnerId);
  if (last === undefined || !last.isComplete) return { journal: null, reservedUntil };
  const { tenure, takeover } = last.book;
  if (tenure?.epoch === previousEpoch) return { journal: last, reservedUntil };
  if (takeover?.epoch !== previousEpoch) return { journal: null, reservedUntil };
  // A runner that lost the lease and got it back while it stopped: its journal also covers the time before.
  if (takeover.epoch < found.epoch) return lastToFire(takeover, journals);
  // Without `--lock` each epoch is 0, and a process has one tenure: without a line about one, it fired nothing.
  const hasFiredNothing = takeover.epoch === 0 && tenure === null;
  const others = journals.filter((one) => one !== last);
  return hasFiredNothing ? lastToFire(takeover, others) : { journal: null, reservedUntil };
}

/**
 * The waiting runs that may be resumed: no other runner can have decided their occurrence again, and a start of them
 * cannot be lost, neither by their writer nor by an adopter of its journal. The journal of the runner that was active
 * last had no other adopter.
 */
export function resumableRuns(
  journals: readonly LeftJournal[],
  last: KnownJournal | null,
): ReadonlySet<string> {
  const resumable = new Set<string>();
  for (const one of journals) {
    for (const { run } of one.book.openRuns) {
      const isConfirmed = isVouchedFor(one, journals) && run.scheduledAt <= one.book.confirmedUntil;
      if (one === last || isConfirmed) resumable.add(run.runId);
    }
  }
  return resumable;
}

type LeftJournal = KnownJournal & Pick<AdoptedJournal, 'adoptedBy'>;

/** True if no waiting run of this journal can have been started without a line about it here. */
function isVouchedFor({ isComplete, adoptedBy }: LeftJournal, journals: readonly LeftJournal[]): boolean {
  if (adoptedBy === null) return isComplete;
  const isWordLeft = journals.some(({ runnerId }) => runnerId === adoptedBy);
  return isWordLeft && journals.every((one) => one.isComplete);
}

/**
 * The fate of a waiting run that will not start, given its schedule's current row; null if it may start. `isOvertaken`:
 * a later occurrence may have started, which ends a retry.
 */
export function whyNotResumed(
  { scheduledAt, dueAt, origin }: Pick<JournaledRun, 'scheduledAt' | 'dueAt' | 'origin'>,
  row: StoredSchedule | undefined,
  isOvertaken: boolean,
  now: number,
): readonly [Outcome, Reason] | null {
  if (row === undefined) return ['skipped', 'cancelled'];
  if (row.isDamaged) return ['skipped', 'damaged'];
  const { enabled, misfireGraceTime } = row.schedule;
  if (!enabled) return ['skipped', 'cancelled'];
  // A pause gives up what waits, also one that began and ended while no runner was there.
  if (origin !== 'manual' && isPausedAt(row.schedule, scheduledAt)) return ['skipped', 'cancelled'];
  if (isTooLate(dueAt, now, misfireGraceTime)) return ['missed', 'down'];
  return isOvertaken && origin === 'retry' ? ['missed', 'superseded'] : null;
}

/**
 * True if an occurrence after `at` may have started, here or elsewhere: it is decided, or may have been by a runner
 * whose journal is unavailable, or the rule has changed since, so that the old rule's occurrences are unknown.
 */
export function isDecidedAfter(
  { effectiveFrom }: Pick<Schedule, 'effectiveFrom'>,
  trigger: Trigger,
  at: number,
  decidedUntil: number,
  { ambiguousUntil }: Resumption,
): boolean {
  if (effectiveFrom > at) return true;
  const next = trigger.next(at);
  return next !== null && next <= Math.max(decidedUntil, ambiguousUntil ?? 0);
}

function latestOf(
  journals: readonly KnownJournal[],
  processedUntil: number,
  latest: number,
): ReadonlyMap<string, number> {
  const decidedUntil = new Map<string, number>();
  for (const { book } of journals) {
    for (const [id, until] of book.decidedUntil) {
      if (until <= latest && until > (decidedUntil.get(id) ?? processedUntil)) decidedUntil.set(id, until);
    }
  }
  return decidedUntil;
}

function from(
  processedUntil: number,
  decidedUntil: ReadonlyMap<string, number>,
  ambiguousUntil: number | null,
): Resumption {
  return { processedUntil, decidedUntil, ambiguousUntil, setBackByMs: null };
}
