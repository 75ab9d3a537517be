import {
  decideDue,
  decideOne,
  LATE_FROM_MS,
  triggerOf,
  type DueDecision,
  type LateReason,
  type Schedule,
  type Trigger,
} from '../../domain/index.ts';
import type { Clock, Timer } from '../../ports/index.ts';
import { MinHeap } from './min-heap.ts';
import type { Reconciliation } from './reconcile.ts';
import { ambiguousOf, decidedUntilOf, isDecidedAfter, type Resumption } from '../tenure/recovery.ts';
import type { LateOccurrence } from '../lateness/why-late.ts';

/** A sleep is never longer: the wall clock may step while we sleep. */
const MAX_SLEEP_MS = 1_000;
/** Work in one turn of the event loop before others get theirs. */
const SLICE_MS = 4;
/** Decisions in one turn: what they start has its turn before more is decided, so that little waits in between. */
const MAX_DECIDED = 256;
/** A step back of the wall clock up to this long just waits; a longer one starts anew from the new time. */
export const MAX_HELD_STEP_BACK_MS = 60_000;
/** The pause before due work that was refused is offered again. */
const REFUSED_PAUSE_MS = 100;

/** So many schedules that left the heap are remembered, so that one that returns repeats nothing. */
const MAX_REMEMBERED = 10_000;

interface Entry {
  readonly schedule: Schedule;
  readonly trigger: Trigger;
  /** Since when it is known here in this form. */
  readonly knownAt: number;
  /** Everything up to here is decided; nothing at or before it is ever decided again. */
  decidedUntil: number;
  isLive: boolean;
}

export interface DispatcherDeps {
  readonly clock: Clock;
  /** Called once for each decision about occurrences that fell due. */
  readonly onDue: (schedule: Schedule, decision: DispatcherDecision) => void;
  /** Asked in the turn of each decision, with an occurrence of it: false keeps everything in the heap. */
  readonly mayDecide: (scheduledAt: number) => boolean;
  /** The wall clock went back too far to wait for it: runs may repeat. */
  readonly onSetBack?: (byMs: number) => void;
  /** Each time it wakes, before it decides: for when that was planned, on monotonic time. */
  readonly onWake?: (plannedAt: number) => void;
  /** Asked about what it decides late. */
  readonly whyLate: (occurrence: LateOccurrence) => LateReason;
}

interface Lateness {
  /** Null when it is decided in time. */
  readonly lateReason: LateReason | null;
}

export type DispatcherDecision =
  /** Somebody who left no word may have started the `count` occurrences of which `at` is the newest. */
  | ({ readonly kind: 'ambiguous'; readonly at: number; readonly count: number } & Lateness)
  /** `fellDueBefore`: before this runner fired. */
  | (Exclude<DueDecision, { kind: 'nothing' }> & { readonly fellDueBefore: boolean } & Lateness);

/**
 * The heap of schedules and the one timer over it.
 *
 *   paused ── resume ──────▶ sleeping ──▶ draining (in slices) ──▶ sleeping …
 *      ▲                           │
 *      └───────── pause ───────────┘
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #entries = new Map<string, Entry>();
  /** `decidedUntil` of schedules that left: deleted, disabled, or damaged and perhaps repaired. */
  readonly #left = new Map<string, number>();
  readonly #heap = new MinHeap<Entry>();
  #timer: Timer | null = null;
  /** For when its timer is set, on monotonic time. */
  #plannedAt = 0;
  #isRunning = false;
  #isDraining = false;
  #resumption: Resumption = NOTHING_DECIDED;
  #resumedAt = 0;
  #newestDecided = 0;
  /** The latest time that was seen; behind it the clock was set back. */
  #furthestAt = 0;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  /** The next occurrence of a schedule that is not decided yet; null when it does not fire here, or never again. */
  nextRunAt(id: string): number | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : entry.trigger.next(entry.decidedUntil);
  }

  /** Fires what is not decided yet, and everything from here on. What it decided in an earlier turn stays decided. */
  resume(resumption: Resumption): void {
    this.#isRunning = true;
    this.#resumption =
      resumption.setBackByMs === null ? withMarksOf(this.#resumption, resumption) : resumption;
    this.#resumedAt = this.#deps.clock.now();
    if (resumption.setBackByMs !== null) this.#left.clear();
    const isKept = (until: number) => until <= this.#resumedAt + MAX_HELD_STEP_BACK_MS;
    this.#heap.clear();
    for (const entry of this.#entries.values()) {
      const own = isKept(entry.decidedUntil) ? entry.decidedUntil : 0;
      entry.decidedUntil = this.#decidedUntil(entry.schedule, own, this.#resumedAt);
      this.#schedule(entry);
    }
    const latest = Math.max(this.#furthestAt, resumption.processedUntil);
    this.#furthestAt = isKept(latest) ? Math.max(latest, this.#resumedAt) : this.#resumedAt;
    this.#sleep();
  }

  /** Whether something is due, and not decided yet. */
  get isBehind(): boolean {
    return this.#isRunning && this.#heap.firstKey <= this.#deps.clock.now();
  }

  /** When it began to fire; 0 before. */
  get resumedAt(): number {
    return this.#resumedAt;
  }

  /**
   * Everything up to here is decided: what falls due next, or now, comes after it. With the clock set back a little,
   * it is ahead of the clock.
   */
  get processedUntil(): number {
    const now = this.#deps.clock.now();
    const upTo = this.#isSetFarBack(now) ? now : Math.max(now, this.#furthestAt);
    return Math.min(upTo, this.#heap.firstKey - 1);
  }

  /** The newest occurrence that it decided. Beyond P, when a schedule came while the clock was behind. */
  get newestDecided(): number {
    return this.#newestDecided;
  }

  /** Whether an occurrence after `at` may have started, here or elsewhere; false when its schedule does not fire. */
  hasDecidedAfter(schedule: Schedule, at: number): boolean {
    const entry = this.#entries.get(schedule.id);
    if (entry === undefined) return false;
    return isDecidedAfter(schedule, entry.trigger, at, entry.decidedUntil, this.#resumption);
  }

  /** P as others left it; 0 before the first `resume`. */
  get inheritedUntil(): number {
    return this.#resumption.processedUntil;
  }

  /** Schedules that are decided beyond `after`, and up to where; beyond what others left, unless told. */
  *decidedBeyond(
    after = this.#resumption.processedUntil,
  ): Iterable<readonly [scheduleId: string, until: number]> {
    for (const [id, { decidedUntil }] of this.#entries) if (decidedUntil > after) yield [id, decidedUntil];
    for (const [id, decidedUntil] of this.#left) if (decidedUntil > after) yield [id, decidedUntil];
    // Schedules that it does not know yet, because the store is away, are decided as others left them.
    for (const [id, until] of this.#resumption.decidedUntil) {
      if (until > after && !this.#entries.has(id)) yield [id, until];
    }
  }

  /** Fires nothing more. Idempotent. */
  pause(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * Decides at once what fell due up to `until`, also while it is paused: what a last look at the store brought is not
   * to fall behind the last P. Decides nothing more once it may not.
   */
  settle(until: number): void {
    while (this.#heap.firstKey <= until) {
      if (!this.#deps.mayDecide(until)) return;
      this.#decideFirst(until);
    }
  }

  /** `notBefore`: by schedule, up to where nothing of it is caught up. */
  apply({ add, replace, remove }: Reconciliation, notBefore?: ReadonlyMap<string, number>): void {
    const now = this.#deps.clock.now();
    const later = (id: string, own = 0): number => Math.max(own, notBefore?.get(id) ?? 0);
    for (const id of remove) this.#forget(id);
    for (const row of replace) this.#put(row, later(row.id, this.#drop(row.id)?.decidedUntil), now);
    for (const row of add) this.#put(row, later(row.id, this.#left.get(row.id)), now);
    if (this.#isRunning && !this.#isDraining) this.#sleep();
  }

  #put(schedule: Schedule, decidedUntil: number, now: number): void {
    const entry: Entry = {
      schedule,
      trigger: triggerOf(schedule),
      knownAt: now,
      decidedUntil: this.#decidedUntil(schedule, decidedUntil, now),
      isLive: true,
    };
    this.#entries.set(schedule.id, entry);
    this.#schedule(entry);
  }

  #decidedUntil(schedule: Schedule, own: number, now: number): number {
    return decidedUntilOf(schedule, this.#resumption, own, now);
  }

  #forget(id: string): void {
    const entry = this.#drop(id);
    if (entry === undefined) return;
    this.#left.set(id, entry.decidedUntil);
    if (this.#left.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#left.keys()) {
      this.#left.delete(oldest);
      return;
    }
  }

  #drop(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    entry.isLive = false;
    this.#entries.delete(id);
    return entry;
  }

  #schedule(entry: Entry): void {
    const next = entry.trigger.next(entry.decidedUntil);
    if (next !== null) this.#heap.push(entry, next);
  }

  /** The clock was set far back: what counts is its new time, and what was decided beyond it is forgotten. */
  #startFrom(now: number): void {
    this.#resumption = { ...NOTHING_DECIDED, processedUntil: now };
    this.#newestDecided = 0;
    this.#furthestAt = now;
    this.#heap.clear();
    this.#left.clear();
    for (const entry of this.#entries.values()) {
      entry.decidedUntil = this.#decidedUntil(entry.schedule, 0, now);
      this.#schedule(entry);
    }
  }

  #isSetFarBack(now: number): boolean {
    return now < this.#furthestAt - MAX_HELD_STEP_BACK_MS;
  }

  #sleep(atLeastMs = 0): void {
    this.#timer?.cancel();
    const { clock } = this.#deps;
    const wait = this.#heap.firstKey - clock.now();
    const sleepMs = Math.min(Math.max(wait, atLeastMs), MAX_SLEEP_MS);
    this.#plannedAt = clock.monotonic() + sleepMs;
    this.#timer = clock.setTimer(sleepMs, () => this.#wake());
  }

  #wake(): void {
    if (!this.#isRunning) return;
    this.#deps.onWake?.(this.#plannedAt);
    const now = this.#deps.clock.now();
    if (this.#isSetFarBack(now)) {
      this.#deps.onSetBack?.(this.#furthestAt - now);
      this.#startFrom(now);
    }
    this.#furthestAt = Math.max(this.#furthestAt, now);
    if (!this.#isDraining) this.#drain();
  }

  #drain(): void {
    const isBacklog = this.#isDraining;
    this.#isDraining = false;
    if (!this.#isRunning) return;
    const { clock, mayDecide } = this.#deps;
    const sliceEnd = clock.monotonic() + SLICE_MS;
    const now = clock.now();
    this.#furthestAt = Math.max(this.#furthestAt, now);
    let left = MAX_DECIDED;
    while (this.#heap.firstKey <= now) {
      if (!mayDecide(now)) return this.#sleep(REFUSED_PAUSE_MS);
      this.#decideFirst(now, isBacklog);
      left -= 1;
      if (left === 0 || clock.monotonic() >= sliceEnd) {
        this.#isDraining = true;
        clock.yieldTo(() => this.#drain());
        return;
      }
    }
    this.#sleep();
  }

  /** Decides what is due of the schedule that is due first, and puts it back for its next time. */
  #decideFirst(now: number, isBacklog = false): void {
    const entry = this.#heap.peek();
    if (entry?.isLive !== true) {
      this.#heap.pop();
      return;
    }
    const ambiguous = this.#resumption.ambiguousUntil === null ? null : this.#ambiguous(entry, now);
    const { schedule, trigger, decidedUntil } = entry;
    entry.decidedUntil = Math.max(decidedUntil, now);
    // Nearly always one occurrence is due: then one look at the trigger does.
    const first = ambiguous === null ? this.#heap.firstKey : trigger.next(decidedUntil);
    const second = first === null ? null : trigger.next(first);
    const isSingle = first !== null && first <= now && (second === null || second > now);
    const next = isSingle ? second : trigger.next(entry.decidedUntil);
    this.#heap.pop();
    if (next !== null) this.#heap.push(entry, next);
    if (ambiguous !== null) this.#deps.onDue(schedule, ambiguous);
    const decision = isSingle
      ? decideOne(schedule, first, now)
      : decideDue(trigger, schedule, decidedUntil, now);
    if (decision.kind === 'nothing') return;
    const isChain = decision.kind === 'chain';
    const newest = isChain ? (decision.instants.at(-1) ?? now) : decision.at;
    const oldest = isChain ? (decision.instants[0] ?? now) : decision.at;
    this.#newestDecided = Math.max(this.#newestDecided, newest);
    const fellDueBefore = newest <= this.#resumedAt;
    const lateReason = this.#lateReason(entry, oldest, now, isBacklog);
    const decided = isChain
      ? { ...decision, fellDueBefore, lateReason }
      : // Made of every run, and a spread of it is most of the garbage of a decision.
        { kind: decision.kind, at: decision.at, count: decision.count, fellDueBefore, lateReason };
    this.#deps.onDue(schedule, decided);
  }

  #lateReason({ knownAt }: Entry, at: number, now: number, isBacklog: boolean): LateReason | null {
    return now - at < LATE_FROM_MS ? null : this.#deps.whyLate({ at, now, knownAt, isBacklog });
  }

  /** What may have been started already is given up, unless its schedule says that it may run again. */
  #ambiguous(entry: Entry, now: number): DispatcherDecision | null {
    const { schedule, trigger, decidedUntil } = entry;
    const ambiguous = ambiguousOf(schedule, trigger, this.#resumption, decidedUntil);
    if (ambiguous === null) return null;
    const { at, count, until } = ambiguous;
    entry.decidedUntil = until;
    return { kind: 'ambiguous', at, count, lateReason: this.#lateReason(entry, at, now, false) };
  }
}

/** What others were known to have decided stays decided, also of schedules that were never seen here. */
function withMarksOf(before: Resumption, resumption: Resumption): Resumption {
  const decidedUntil = new Map(resumption.decidedUntil);
  for (const [id, until] of before.decidedUntil) {
    if (until > (decidedUntil.get(id) ?? resumption.processedUntil)) decidedUntil.set(id, until);
  }
  return { ...resumption, decidedUntil };
}

const NOTHING_DECIDED: Resumption = {
  processedUntil: 0,
  decidedUntil: new Map(),
  ambiguousUntil: null,
  setBackByMs: null,
};
