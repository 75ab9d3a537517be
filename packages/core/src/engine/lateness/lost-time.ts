import type { LateReason } from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';

/** Shorter stretches explain nobody's second. */
const MIN_MS = 200;
const MAX_REMEMBERED = 64;

const LOSSES = ['blocked-loop', 'standstill', 'lease', 'clock'] as const satisfies readonly LateReason[];
type Loss = (typeof LOSSES)[number];

/** Of monotonic time, in milliseconds. Time that the clock skipped did not pass on it: its stretch has no length there. */
interface Stretch {
  readonly loss: Loss;
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/** When this runner could start nothing, and why: a run that waited meanwhile is late for that. */
export class LostTime {
  readonly #clock: Clock;
  readonly #stretches: Stretch[] = [];
  #refusedAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(loss: Exclude<Loss, 'clock'>, from: number, to: number): void {
    this.#remember({ loss, from, to, ms: to - from });
  }

  /** The wall clock went forward by so much since the last look. */
  skipped(ms: number): void {
    const now = this.#clock.monotonic();
    this.#remember({ loss: 'clock', from: now, to: now, ms });
  }

  /** Passes on whether the lease lets something start; a time in which it did not is lost. */
  granted(isGranted: boolean): boolean {
    if (isGranted === (this.#refusedAt === null)) return isGranted;
    const now = this.#clock.monotonic();
    if (this.#refusedAt !== null) this.add('lease', this.#refusedAt, now);
    this.#refusedAt = isGranted ? null : now;
    return isGranted;
  }

  /** How much of a stretch of monotonic time is known to be lost as `loss`. */
  knownWithin(loss: Loss, from: number, to: number): number {
    let sum = 0;
    for (const one of this.#stretches) {
      if (one.loss !== loss || one.from > to || one.to < from) continue;
      sum += one.from >= from && one.to <= to ? one.ms : Math.min(one.to, to) - Math.max(one.from, from);
    }
    return sum;
  }

  /** What took most of the last `ms` of the wall, at least half of them; null when nothing that is known did. */
  mostOf(ms: number): Loss | null {
    const now = this.#clock.monotonic();
    let most: Loss | null = null;
    let atLeast = ms / 2;
    for (const loss of LOSSES) {
      const lost = this.knownWithin(loss, now - ms, now) + (loss === 'lease' ? this.#refusedFor(now, ms) : 0);
      if (lost < atLeast) continue;
      most = loss;
      atLeast = lost;
    }
    return most;
  }

  #refusedFor(now: number, ms: number): number {
    return this.#refusedAt === null ? 0 : Math.min(now - this.#refusedAt, ms);
  }

  #remember(stretch: Stretch): void {
    if (stretch.ms < MIN_MS) return;
    this.#stretches.push(stretch);
    if (this.#stretches.length > MAX_REMEMBERED) this.#stretches.shift();
  }
}
