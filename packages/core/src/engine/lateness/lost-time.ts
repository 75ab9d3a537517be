import type { LateReason } from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';

/** Shorter stretches do not explain a delay of a second. */
const MIN_MS = 200;
const MAX_REMEMBERED = 64;

const LOSSES = ['blocked-loop', 'standstill', 'lease', 'clock'] as const satisfies readonly LateReason[];
type Loss = (typeof LOSSES)[number];

/** On the monotonic clock, in milliseconds. Time that the wall clock skipped has length 0 there. */
interface Stretch {
  readonly loss: Loss;
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/**
 * The times in which this runner could start nothing, with the reason for each: they explain why runs waiting at the
 * time are late.
 */
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

  /** Called when the wall clock jumped forward by this much since the last check. */
  skipped(ms: number): void {
    const now = this.#clock.monotonic();
    this.#remember({ loss: 'clock', from: now, to: now, ms });
  }

  /** Returns `isGranted` unchanged; records the time during which the lease does not permit starts. */
  granted(isGranted: boolean): boolean {
    if (isGranted === (this.#refusedAt === null)) return isGranted;
    const now = this.#clock.monotonic();
    if (this.#refusedAt !== null) this.add('lease', this.#refusedAt, now);
    this.#refusedAt = isGranted ? null : now;
    return isGranted;
  }

  /** How much of a monotonic stretch was lost for this reason. */
  knownWithin(loss: Loss, from: number, to: number): number {
    let sum = 0;
    for (const one of this.#stretches) {
      if (one.loss !== loss || one.from > to || one.to < from) continue;
      sum += one.from >= from && one.to <= to ? one.ms : Math.min(one.to, to) - Math.max(one.from, from);
    }
    return sum;
  }

  /** The reason for most of the last `ms` of wall time, if it accounts for at least half; null otherwise. */
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
