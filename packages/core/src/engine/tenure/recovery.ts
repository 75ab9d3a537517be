import {
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

/** A P further ahead of now than this was written by a clock that has been set back since. */
const MAX_AHEAD_MS = 60_000;

/** From where a tenure goes on. Instants are epoch milliseconds. */
export interface Resumption {
  /** Every occurrence up to here is decided, of schedules that are not named below. */
  readonly processedUntil: number;
  /** The same of single schedules, where a journal knows of more. */
  readonly decidedUntil: ReadonlyMap<string, number>;
  /** What is undecided up to here may have been started by somebody who left no word of it; null: nothing may. */
  readonly ambiguousUntil: number | null;
  /** P was ahead of the clock, and was given up: by so much. Runs may repeat. */
  readonly setBackByMs: number | null;
}

/** Up to where a schedule is decided: of the own knowledge, what others left, and the row, the latest counts. */
export function decidedUntilOf(
  { id, effectiveFrom }: Pick<Schedule, 'id' | 'effectiveFrom'>,
  { processedUntil, decidedUntil }: Resumption,
  own: number,
  now: number,
): number {
  // Written by a clock that has been set back since, it would silence its schedule until it comes.
  const isFarAhead = effectiveFrom > now + MAX_AHEAD_MS;
  return Math.max(own, isFarAhead ? 0 : effectiveFrom, processedUntil, decidedUntil.get(id) ?? 0);
}

/** The occurrences that may have been started already, and are given up for that; null: none. */
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

/** The last time in which this very process fired; it remembers what it decided. */
export interface OwnTenure extends BookedTenure {
  readonly runnerId: string;
  /** Up to where it had decided everything when that time ended; -Infinity while it goes on. */
  readonly processedUntil: number;
}

/** A time that has not fired yet, and may end before it does. */
export interface HeardTenure extends BookedTenure {
  /** Up to where everything was decided when it began. */
  readonly processedUntil: number;
}

/** From `now` on, whatever was decided before: in a database that is another one than before, and where somebody asked for it. */
export function resumptionFrom(now: number): Resumption {
  return from(now, new Map(), null);
}

/**
 * Where to go on after a takeover or a restart: up to P everything is decided, between P and R the last holder's
 * journal decides where it can be read and is whole, and after R nothing was started. A database that was restored has an
 * older P than this process, or a journal here, knows of: the latest counts.
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

/** Whether the lease was nobody else's since this process fired. */
export function isContinued(tenure: Takeover, own: OwnTenure | null): boolean {
  return own !== null && tenure.previousRunnerId === own.runnerId && tenure.previousEpoch === own.epoch;
}

/** Up to where something may have been started of which no word is left; null: nothing. */
function ambiguousUntil(
  found: Takeover,
  journals: readonly KnownJournal[],
  own: OwnTenure | null,
  now: number,
): number | null {
  if (found.reservedUntil === null) return null;
  if (isContinued(found, own)) return own?.ambiguousUntil ?? null;
  const { journal, reservedUntil } = lastToFire(found, journals);
  // What was ambiguous to it stays so.
  if (journal !== null) return journal.book.tenure?.ambiguousUntil ?? null;
  // R itself, also ahead of the clock, which may have been set back since.
  return reservedUntil === null ? null : Math.min(reservedUntil, now + MAX_AHEAD_MS + LEASE_TRUST_MS);
}

interface LastToFire<T> {
  /** Of the runner that fired last, when its word is whole: then what it does not say was not done. */
  readonly journal: T | null;
  /** Otherwise, up to where it may have started something; null when nobody did. */
  readonly reservedUntil: number | null;
}

/** A runner that died while it took over has fired nothing: its own predecessor counts, and what that had reserved. */
export function lastToFire<T extends KnownJournal>(found: Takeover, journals: readonly T[]): LastToFire<T> {
  const { previousRunnerId, previousEpoch, reservedUntil } = found;
  const last = journals.find(({ runnerId }) => runnerId === previousRunnerId);
  if (last === undefined || !last.isComplete) return { journal: null, reservedUntil };
  const { tenure, takeover } = last.book;
  if (tenure?.epoch === previousEpoch) return { journal: last, reservedUntil };
  if (takeover?.epoch !== previousEpoch) return { journal: null, reservedUntil };
  // A runner that lost the lease and got it back while it ended: its journal tells of the time before as well.
  if (takeover.epoch < found.epoch) return lastToFire(takeover, journals);
  // Without `--lock` each epoch is 0, and a process has one turn: without a tenure in its journal it fired nothing.
  const hasFiredNothing = takeover.epoch === 0 && tenure === null;
  const others = journals.filter((one) => one !== last);
  return hasFiredNothing ? lastToFire(takeover, others) : { journal: null, reservedUntil };
}

/**
 * The waiting runs that may go on: where nobody can have decided their occurrence anew, and where a start of them could
 * not have been lost: by their writer, or by one who had adopted it. Of the last one to fire nobody had.
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

/** Whether nobody can have started what waits there without a word of it here. */
function isVouchedFor({ isComplete, adoptedBy }: LeftJournal, journals: readonly LeftJournal[]): boolean {
  if (adoptedBy === null) return isComplete;
  const isWordLeft = journals.some(({ runnerId }) => runnerId === adoptedBy);
  return isWordLeft && journals.every((one) => one.isComplete);
}

/**
 * What becomes of a run that waited and will never start, as its schedule's row is now; null when it may. `isOvertaken`:
 * a later occurrence may have started, to which a retry gives way.
 */
export function whyNotResumed(
  { dueAt, origin }: Pick<JournaledRun, 'dueAt' | 'origin'>,
  row: StoredSchedule | undefined,
  isOvertaken: boolean,
  now: number,
): readonly [Outcome, Reason] | null {
  if (row === undefined) return ['skipped', 'cancelled'];
  if (row.isDamaged) return ['skipped', 'damaged'];
  const { enabled, misfireGraceTime } = row.schedule;
  if (!enabled) return ['skipped', 'cancelled'];
  if (isTooLate(dueAt, now, misfireGraceTime)) return ['missed', 'down'];
  return isOvertaken && origin === 'retry' ? ['missed', 'superseded'] : null;
}

/**
 * Whether an occurrence after `at` may have started, here or elsewhere: it is decided, or was by somebody who left no word
 * of it, or the rule has changed since, and nobody knows what the old one yielded.
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
