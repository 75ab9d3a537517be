import type { Clock, Timer } from '../ports/index.ts';
import { REFERENCE_INSTANT } from './reference-instant.ts';

const MAX_DELAY_MS = 86_400_000;
/** This many timers at one instant mean a loop in which time never passes. */
const MAX_AT_ONE_INSTANT = 100_000;

interface Pending {
  dueAt: number;
  readonly fn: () => void;
}

/**
 * A clock that only tests move. `advance`: time passes. `stepWall`: the wall clock is set (or a laptop slept). `block`:
 * a turn of the event loop takes long. `leap`: the process was stopped.
 */
export class FakeClock implements Clock {
  /** In the order in which they were set: of two at one instant the older fires first. */
  readonly #pending = new Set<Pending>();
  #yielded: (() => void)[] = [];
  #wallOffset: number;
  #elapsed = 0;

  constructor(startAt: number = REFERENCE_INSTANT) {
    this.#wallOffset = startAt;
  }

  /** The number of pending timers. A stopped component leaves none. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  now(): number {
    return this.#wallOffset + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setBackgroundTimer(delayMs: number, fn: () => void): Timer {
    return this.setTimer(delayMs, fn);
  }

  setTimer(delayMs: number, fn: () => void): Timer {
    const pending = { dueAt: this.#elapsed + Math.min(Math.max(delayMs, 0), MAX_DELAY_MS), fn };
    this.#pending.add(pending);
    return { cancel: () => void this.#pending.delete(pending) };
  }

  yieldTo(fn: () => void): void {
    this.#yielded.push(fn);
  }

  /** Lets `ms` pass: fires due timers in order and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    let firedAtOnce = 0;
    await this.settle();
    for (let next = this.#nextUntil(until); next !== undefined; next = this.#nextUntil(until)) {
      firedAtOnce = next.dueAt > this.#elapsed ? 0 : firedAtOnce + 1;
      if (firedAtOnce > MAX_AT_ONE_INSTANT) throw new Error('expected time to pass, got timers without end');
      this.#pending.delete(next);
      this.#elapsed = Math.max(this.#elapsed, next.dueAt);
      next.fn();
      await this.settle();
    }
    this.#elapsed = Math.max(this.#elapsed, until);
  }

  /** Moves only the wall clock, forwards or back. */
  stepWall(ms: number): void {
    this.#wallOffset += ms;
  }

  /** Time passes within this turn: no timer fires until the next `advance`. */
  block(ms: number): void {
    this.#elapsed += ms;
  }

  /** Time passes for the clocks but not for the timers: each has as long to wait as before. */
  leap(ms: number): void {
    this.#elapsed += ms;
    for (const pending of this.#pending) pending.dueAt += ms;
  }

  /** Lets promises and yielded work proceed without time passing. */
  async settle(): Promise<void> {
    do {
      await new Promise<void>((resolve) => setImmediate(resolve));
      for (const fn of this.#yielded.splice(0)) fn();
    } while (this.#yielded.length > 0);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  #nextUntil(until: number): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.dueAt <= until && (first === undefined || pending.dueAt < first.dueAt)) first = pending;
    }
    return first;
  }
}
