import type { Clock } from '../ports/index.ts';
import type { RunnerEvents } from './runner-events.ts';

/** The wall clock and the monotonic one part by more than this: somebody set it, or the machine slept. */
const STEP_MS = 1_000;
/** Between two looks, a second apart, so much went by: the process was stopped, or its loop blocked. */
const STALL_MS = 5_000;

/** Notices what happens to time: steps of the wall clock, sleep of the machine, a process that stood still. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #events: RunnerEvents;
  #wall: number;
  #elapsed: number;

  constructor(clock: Clock, events: RunnerEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#wall = clock.now();
    this.#elapsed = clock.monotonic();
  }

  /** To be called each second. */
  look(): void {
    const elapsed = this.#clock.monotonic() - this.#elapsed;
    const step = this.#clock.now() - this.#wall - elapsed;
    this.#wall = this.#clock.now();
    this.#elapsed = this.#clock.monotonic();
    if (elapsed > STALL_MS) {
      this.#events.add(
        'warn',
        'stalled',
        `This runner stood still for ${seconds(elapsed)}: it was stopped, or a job blocked it`,
      );
    }
    if (step > STEP_MS) {
      this.#events.add(
        'warn',
        'clock-forward',
        `The clock went forward by ${seconds(step)}: it was set, or the machine slept`,
      );
    } else if (step < -STEP_MS) {
      this.#events.add('warn', 'clock-back', `The clock was set back by ${seconds(-step)}`);
    }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
