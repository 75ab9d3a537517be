import type { Clock, Timer } from '@zenpulse/core/ports';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Host {
  readonly name: string;
  /** The difference of its wall clock from the correct one, in milliseconds. */
  readonly skewMs: number;
}

/** Timers may be slightly late. */
const MAX_LATE_MS = 3;

/**
 * A process of the simulated machine: all timers and answers reach it through this class.
 *
 *   running ⇄ stopped (what comes waits)        running, stopped ── kill, exit ──▶ dead (what comes is lost)
 */
export class SimProcess {
  readonly name: string;
  readonly host: Host;
  readonly clock: Clock;
  readonly #world: World;
  readonly #random: Random;
  /** True once it was stopped. */
  hasStoodStill = false;
  /** The true time of its newest turn: what happened before it is in its journal. */
  lastTurnAt = 0;
  #state: 'running' | 'stopped' | 'dead' = 'running';
  #overdue: (() => void)[] = [];
  #answers: (() => void)[] = [];

  constructor(world: World, random: Random, name: string, host: Host) {
    this.#world = world;
    this.#random = random;
    this.name = name;
    this.host = host;
    this.clock = {
      now: () => world.wallAt + host.skewMs,
      monotonic: () => world.elapsed,
      setTimer: (delayMs, fn) => this.#setTimer(delayMs, fn),
      setBackgroundTimer: (delayMs, fn) => this.#setTimer(delayMs, fn),
      yieldTo: (fn) => void world.after(0, () => this.#arrive(fn, this.#overdue)),
    };
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  get isStopped(): boolean {
    return this.#state === 'stopped';
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /** SIGSTOP. */
  stop(): void {
    if (this.#state !== 'running') return;
    this.#state = 'stopped';
    this.hasStoodStill = true;
  }

  /** SIGCONT: overdue timers fire first, then answers arrive. */
  continue(): void {
    if (this.#state !== 'stopped') return;
    this.#state = 'running';
    for (const fn of this.#overdue.splice(0)) this.#world.after(0, () => this.#arrive(fn, this.#overdue));
    for (const fn of this.#answers.splice(0)) this.#world.after(0, () => this.#arrive(fn, this.#answers));
  }

  /** SIGKILL, or its own end: none of its code runs again. */
  kill(): void {
    this.#state = 'dead';
    this.#overdue = [];
    this.#answers = [];
  }

  /** Delivers something from outside, such as a database's answer. */
  answer(fn: () => void): void {
    this.#arrive(fn, this.#answers);
  }

  #setTimer(delayMs: number, fn: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => {
      if (!isCancelled) fn();
    };
    const late = this.#random.int(0, MAX_LATE_MS);
    const timer = this.#world.after(Math.max(0, delayMs) + late, () => this.#arrive(fire, this.#overdue));
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  #arrive(fn: () => void, waiting: (() => void)[]): void {
    if (this.#state === 'running') {
      this.lastTurnAt = this.#world.elapsed;
      fn();
    } else if (this.#state === 'stopped') waiting.push(fn);
  }
}
