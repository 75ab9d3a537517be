import { decideDue, triggerOf, type DueDecision, type Schedule, type Trigger } from '../domain/index.ts';
import type { Clock, Timer } from '../ports/index.ts';
import { MinHeap } from './min-heap.ts';
import type { Reconciliation } from './reconcile.ts';

/** A sleep is never longer: the wall clock may step while we sleep. */
const MAX_SLEEP_MS = 1_000;
/** Work in one turn of the event loop before others get theirs. */
const SLICE_MS = 6;
/** Decisions in one turn: what they start has its turn before more is decided, so that little waits in between. */
const MAX_DECIDED = 256;
/** A step back of the wall clock up to this long just waits; a longer one starts anew from the new time. */
const MAX_HELD_STEP_BACK_MS = 60_000;
/** The pause before due work that was refused is offered again. */
const REFUSED_PAUSE_MS = 100;

/** So many schedules that left the heap are remembered, so that one that returns repeats nothing. */
const MAX_REMEMBERED = 10_000;

interface Entry {
  readonly schedule: Schedule;
  readonly trigger: Trigger;
  /** Everything up to here is decided; nothing at or before it is ever decided again. */
  decidedUntil: number;
  /** The heap's key; changes only while the entry is out of the heap. */
  nextAt: number;
  isLive: boolean;
}

export interface DispatcherDeps {
  readonly clock: Clock;
  /** Called once for each decision about occurrences that fell due. */
  readonly onDue: (schedule: Schedule, decision: Exclude<DueDecision, { kind: 'nothing' }>) => void;
  /** Called before due work is looked at: false keeps everything in the heap. */
  readonly mayDecide: () => boolean;
  /** The wall clock went back too far to wait for it: runs may repeat. */
  readonly onSetBack?: (byMs: number) => void;
}

/**
 * The heap of schedules and the one timer over it.
 *
 *   paused ── resume(from) ──▶ sleeping ──▶ draining (in slices) ──▶ sleeping …
 *      ▲                           │
 *      └───────── pause ───────────┘
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #entries = new Map<string, Entry>();
  /** `decidedUntil` of schedules that left: deleted, disabled, or damaged and perhaps repaired. */
  readonly #left = new Map<string, number>();
  readonly #heap = new MinHeap<Entry>((entry) => entry.nextAt);
  #timer: Timer | null = null;
  #isRunning = false;
  #isDraining = false;
  #startedFrom = 0;
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

  /** Fires from here on; occurrences at or before `from` count as decided. Idempotent. */
  resume(from: number): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const isHeldBack = from < this.#furthestAt && !this.#isSetFarBack(from);
    this.#startFrom(isHeldBack ? this.#furthestAt : from);
    this.#sleep();
  }

  /** Fires nothing more. Idempotent. */
  pause(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  apply({ add, replace, remove }: Reconciliation): void {
    for (const id of remove) this.#forget(id);
    for (const schedule of replace) this.#put(schedule, this.#drop(schedule.id)?.decidedUntil ?? 0);
    for (const schedule of add) this.#put(schedule, this.#left.get(schedule.id) ?? 0);
    if (this.#isRunning && !this.#isDraining) this.#sleep();
  }

  #put(schedule: Schedule, decidedUntil: number): void {
    const entry: Entry = {
      schedule,
      trigger: triggerOf(schedule),
      decidedUntil: Math.max(decidedUntil, schedule.effectiveFrom, this.#startedFrom),
      nextAt: 0,
      isLive: true,
    };
    this.#entries.set(schedule.id, entry);
    this.#schedule(entry);
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
    if (next === null) return;
    entry.nextAt = next;
    this.#heap.push(entry);
  }

  #startFrom(from: number): void {
    this.#startedFrom = from;
    this.#furthestAt = from;
    this.#heap.clear();
    this.#left.clear();
    for (const entry of this.#entries.values()) {
      entry.decidedUntil = Math.max(from, entry.schedule.effectiveFrom);
      this.#schedule(entry);
    }
  }

  #isSetFarBack(now: number): boolean {
    return now < this.#furthestAt - MAX_HELD_STEP_BACK_MS;
  }

  #sleep(atLeastMs = 0): void {
    this.#timer?.cancel();
    const next = this.#heap.peek();
    const wait = next === undefined ? MAX_SLEEP_MS : next.nextAt - this.#deps.clock.now();
    this.#timer = this.#deps.clock.setTimer(Math.min(Math.max(wait, atLeastMs), MAX_SLEEP_MS), () =>
      this.#wake(),
    );
  }

  #wake(): void {
    if (!this.#isRunning) return;
    const now = this.#deps.clock.now();
    if (this.#isSetFarBack(now)) {
      this.#deps.onSetBack?.(this.#furthestAt - now);
      this.#startFrom(now);
    }
    this.#furthestAt = Math.max(this.#furthestAt, now);
    if (!this.#isDraining) this.#drain();
  }

  #drain(): void {
    if (!this.#isRunning || !this.#deps.mayDecide()) {
      this.#isDraining = false;
      if (this.#isRunning) this.#sleep(REFUSED_PAUSE_MS);
      return;
    }
    const { clock } = this.#deps;
    const sliceEnd = clock.monotonic() + SLICE_MS;
    const now = clock.now();
    let left = MAX_DECIDED;
    for (let top = this.#heap.peek(); top !== undefined && top.nextAt <= now; top = this.#heap.peek()) {
      this.#heap.pop();
      if (top.isLive) this.#decide(top, now);
      left -= 1;
      if (left === 0 || clock.monotonic() >= sliceEnd) {
        this.#isDraining = true;
        clock.yieldTo(() => this.#drain());
        return;
      }
    }
    this.#isDraining = false;
    this.#sleep();
  }

  #decide(entry: Entry, now: number): void {
    const decision = decideDue(entry.trigger, entry.schedule, entry.decidedUntil, now);
    entry.decidedUntil = Math.max(entry.decidedUntil, now);
    this.#schedule(entry);
    if (decision.kind !== 'nothing') this.#deps.onDue(entry.schedule, decision);
  }
}
