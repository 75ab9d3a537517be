import type { Clock, CpuMeter, CpuReading } from '../../ports/index.ts';

/** The distance between readings while the loop turns; small compared with a block. */
const READ_EVERY_MS = 100;
/** Within one turn, a timer may fire that was set long before the last reading. */
const MAX_READINGS = 16;

interface Reading extends CpuReading {
  /** On the monotonic clock. */
  readonly at: number;
}

/** The CPU time of the thread in a stretch of time. */
export type CpuSpent = CpuReading;

/** Compares readings of the CPU time: how much of it was used in a stretch that has just ended. */
export class CpuShare {
  readonly #meter: CpuMeter | null;
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #readings: Reading[] = [];

  constructor(meter: CpuMeter | null, clock: Clock) {
    this.#meter = meter;
    this.#clock = clock;
  }

  /** To be called in every turn of the loop; takes a reading only now and then. */
  look(): void {
    const lastAt = this.#readings.at(-1)?.at ?? -Infinity;
    if (this.#clock.monotonic() - lastAt >= READ_EVERY_MS) this.#read();
  }

  /** From the last reading before `from` (monotonic) until now; null if nothing is known. */
  spentSince(from: number): CpuSpent | null {
    const before = this.#readings.findLast(({ at }) => at <= from) ?? this.#readings[0];
    const now = this.#read();
    if (before === undefined || now === null) return null;
    const isKnown = before.waitedMs !== null && now.waitedMs !== null;
    return {
      usedMs: now.usedMs - before.usedMs,
      waitedMs: isKnown ? now.waitedMs - before.waitedMs : null,
    };
  }

  #read(): Reading | null {
    const found = this.#meter?.read() ?? null;
    if (found === null) return null;
    const reading = { ...found, at: this.#clock.monotonic() };
    this.#readings.push(reading);
    if (this.#readings.length > MAX_READINGS) this.#readings.shift();
    return reading;
  }
}
