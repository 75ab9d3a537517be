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
import type { Due } from '../runs/due-policy.ts';
import type { ScheduleAccounts } from '../runs/schedule-account.ts';

/** The longest sleep, since the wall clock may be set meanwhile. */
const MAX_SLEEP_MS = 1_000;
/** How long the work in one turn of the event loop may take. */
const SLICE_MS = 4;
/**
 * The most decisions in one turn: the runs they start have their turn before further decisions, so that few runs wait
 * in between.
 */
const MAX_DECIDED = 256;
/**
 * Steps back of the clock by up to this much are ignored until it catches up; after a longer one, deciding starts again
 * from the new time.
 */
export const MAX_HELD_STEP_BACK_MS = 60_000;
/** The pause before refused work is tried again. */
const REFUSED_PAUSE_MS = 100;

/** How many removed schedules to remember, so that a re-added one does not repeat occurrences. */
const MAX_REMEMBERED = 10_000;
/** How many entries are looked at for the next occurrences; after many edits some are of removed schedules. */
const MAX_LOOKED_AT = 2_000;

interface Entry extends Due {
  readonly trigger: Trigger;
  /** When this runner first knew it in this form. */
  readonly knownAt: number;
  /** Everything up to here is decided; nothing at or before it is ever decided again. */
  decidedUntil: number;
  isLive: boolean;
}

export interface DispatcherDeps {
  readonly clock: Clock;
  /** Called once for each decision about due occurrences. */
  readonly onDue: (due: Due, decision: DispatcherDecision) => void;
  readonly accounts: Pick<ScheduleAccounts, 'keep' | 'forget'>;
  /** Called in the same turn as each decision, with one of its occurrences: false leaves everything in the heap. */
  readonly mayDecide: (scheduledAt: number) => boolean;
  /** Called when the wall clock was set back too far to wait for it: runs may repeat. */
  readonly onSetBack?: (byMs: number) => void;
  /** Called each time it wakes, before it decides, with the planned time on the monotonic clock. */
  readonly onWake?: (plannedAt: number) => void;
  /** Called for each late decision. */
  readonly whyLate: (occurrence: LateOccurrence) => LateReason;
}

interface Lateness {
  /** Null if it is decided in time. */
  readonly lateReason: LateReason | null;
}

export type DispatcherDecision =
  /** The `count` occurrences up to `at` may have been started by a previous holder whose journal is unavailable. */
  | ({ readonly kind: 'ambiguous'; readonly at: number; readonly count: number } & Lateness)
  /** `fellDueBefore`: before this runner was active. */
  | (Exclude<DueDecision, { kind: 'nothing' }> & { readonly fellDueBefore: boolean } & Lateness);

/**
 * The heap of schedules and its only timer.
 *
 *   paused ── resume ──────▶ sleeping ──▶ draining (in slices) ──▶ sleeping …
 *      ▲                           │
 *      └───────── pause ───────────┘
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #entries = new Map<string, Entry>();
  /** `decidedUntil` of removed schedules: deleted, disabled, or damaged and perhaps repaired later. */
  readonly #left = new Map<string, number>();
  readonly #heap = new MinHeap<Entry>();
  #timer: Timer | null = null;
  /** When its timer should fire, on the monotonic clock. */
  #plannedAt = 0;
  #isRunning = false;
  #isDraining = false;
  #resumption: Resumption = NOTHING_DECIDED;
  #resumedAt = 0;
  #newestDecided = 0;
  /** The latest time seen; if the clock is behind it, it was set back. */
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

  /** The next undecided occurrence of a schedule; null if it does not fire here or never again. */
  nextRunAt(id: string): number | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : entry.trigger.next(entry.decidedUntil);
  }

  /** The next undecided occurrence of each of the first schedules, in order; empty while it does not fire. */
  upcoming(atMost: number): (readonly [scheduleId: string, at: number])[] {
    const found: (readonly [string, number])[] = [];
    let left = this.#isRunning ? MAX_LOOKED_AT : 0;
    for (const [{ schedule, isLive }, at] of this.#heap.inOrder()) {
      if (found.length === atMost || left === 0) break;
      left -= 1;
      if (isLive) found.push([schedule.id, at]);
    }
    return found;
  }

  /** Fires everything undecided, and everything from here on. Its own earlier decisions stay. */
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

  /** True if something is due and not decided yet. */
  get isBehind(): boolean {
    return this.#isRunning && this.#heap.firstKey <= this.#deps.clock.now();
  }

  /** When it began to fire; 0 before. */
  get resumedAt(): number {
    return this.#resumedAt;
  }

  /**
   * P: everything up to here is decided; further occurrences are later. If the clock was set back a little, it is ahead
   * of the clock.
   */
  get processedUntil(): number {
    const now = this.#deps.clock.now();
    const upTo = this.#isSetFarBack(now) ? now : Math.max(now, this.#furthestAt);
    return Math.min(upTo, this.#heap.firstKey - 1);
  }

  /** The newest occurrence that it decided. It is beyond P if a schedule was added while the clock was behind. */
  get newestDecided(): number {
    return this.#newestDecided;
  }

  /** True if an occurrence after `at` may have started, here or elsewhere; false if its schedule does not fire. */
  hasDecidedAfter(schedule: Schedule, at: number): boolean {
    const entry = this.#entries.get(schedule.id);
    if (entry === undefined) return false;
    return isDecidedAfter(schedule, entry.trigger, at, entry.decidedUntil, this.#resumption);
  }

  /** P as the previous holder left it; 0 before the first `resume`. */
  get previousProcessedUntil(): number {
    return this.#resumption.processedUntil;
  }

  /**
   * Schedules that are decided beyond `after`, each with the instant; by default, beyond what the previous holder left.
   */
  *decidedBeyond(
    after = this.#resumption.processedUntil,
  ): Iterable<readonly [scheduleId: string, until: number]> {
    for (const [id, { decidedUntil }] of this.#entries) if (decidedUntil > after) yield [id, decidedUntil];
    for (const [id, decidedUntil] of this.#left) if (decidedUntil > after) yield [id, decidedUntil];
    // Schedules not known here yet, because the store is unavailable, are decided as the previous holder left them.
    for (const [id, until] of this.#resumption.decidedUntil) {
      if (until > after && !this.#entries.has(id)) yield [id, until];
    }
  }

  /** Stops firing. Idempotent. */
  pause(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * Decides at once what fell due up to `until`, even while paused: occurrences found by the last sync must not be lost
   * behind the last P. Stops when it may not decide.
   */
  settle(until: number): void {
    while (this.#heap.firstKey <= until) {
      if (!this.#deps.mayDecide(until)) return;
      this.#decideFirst(until);
    }
  }

  /** `notBefore`: by schedule, an instant before which nothing is caught up. */
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
      account: this.#deps.accounts.keep(schedule.id),
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
    this.#deps.accounts.forget(id);
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

  /** The clock was set far back: its new time counts, and decisions beyond it are forgotten. */
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

  /** Decides what is due of the first schedule in the heap, and puts it back for its next occurrence. */
  #decideFirst(now: number, isBacklog = false): void {
    const entry = this.#heap.peek();
    if (entry?.isLive !== true) {
      this.#heap.pop();
      return;
    }
    const ambiguous = this.#resumption.ambiguousUntil === null ? null : this.#ambiguous(entry, now);
    const { schedule, trigger, decidedUntil } = entry;
    entry.decidedUntil = Math.max(decidedUntil, now);
    // Nearly always one occurrence is due, so the trigger is evaluated only once.
    const first = ambiguous === null ? this.#heap.firstKey : trigger.next(decidedUntil);
    const second = first === null ? null : trigger.next(first);
    const isSingle = first !== null && first <= now && (second === null || second > now);
    const next = isSingle ? second : trigger.next(entry.decidedUntil);
    if (next === null) this.#heap.pop();
    else this.#heap.replaceTop(next);
    if (ambiguous !== null) this.#deps.onDue(entry, ambiguous);
    if (isSingle) {
      this.#decideSingle(entry, first, now, isBacklog);
      return;
    }
    const decision = decideDue(trigger, schedule, decidedUntil, now);
    if (decision.kind === 'nothing') return;
    const isChain = decision.kind === 'chain';
    const newest = isChain ? (decision.instants.at(-1) ?? now) : decision.at;
    const oldest = isChain ? (decision.instants[0] ?? now) : decision.at;
    this.#newestDecided = Math.max(this.#newestDecided, newest);
    const fellDueBefore = newest <= this.#resumedAt;
    const lateReason = this.#lateReason(entry, oldest, now, isBacklog);
    const decided = isChain
      ? { ...decision, fellDueBefore, lateReason }
      : { ...decision, fellDueBefore, lateReason };
    this.#deps.onDue(entry, decided);
  }

  /** Nearly every decision: written out, since its objects would be most of a run's garbage. */
  #decideSingle(entry: Entry, at: number, now: number, isBacklog: boolean): void {
    this.#newestDecided = Math.max(this.#newestDecided, at);
    const lateReason = this.#lateReason(entry, at, now, isBacklog);
    const { kind, count } = decideOne(entry.schedule, at, now);
    this.#deps.onDue(entry, { kind, at, count, fellDueBefore: at <= this.#resumedAt, lateReason });
  }

  #lateReason({ knownAt }: Entry, at: number, now: number, isBacklog: boolean): LateReason | null {
    return now - at < LATE_FROM_MS ? null : this.#deps.whyLate({ at, now, knownAt, isBacklog });
  }

  /** Occurrences that may have been started already are given up, unless the schedule has `onAmbiguous: 'run'`. */
  #ambiguous(entry: Entry, now: number): DispatcherDecision | null {
    const { schedule, trigger, decidedUntil } = entry;
    const ambiguous = ambiguousOf(schedule, trigger, this.#resumption, decidedUntil);
    if (ambiguous === null) return null;
    const { at, count, until } = ambiguous;
    entry.decidedUntil = until;
    return { kind: 'ambiguous', at, count, lateReason: this.#lateReason(entry, at, now, false) };
  }
}

/** Decisions of previous holders stay, also for schedules that this runner has not seen yet. */
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
