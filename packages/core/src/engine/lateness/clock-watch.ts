import { CLOCK_SKEW_MS, type Clock } from '../../ports/index.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { LostTime } from './lost-time.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

/** If the wall clock and the monotonic clock differ by more than this, the clock was set, or the machine slept. */
const STEP_MS = 1_000;
/** If this much time passed between two checks, a second apart, the process was stopped or its loop blocked. */
const STALL_MS = 5_000;
/** The longest time between two checks. */
const LOOK_EVERY_MS = 1_000;

export interface ClockWatchDeps {
  readonly clock: Clock;
  readonly events: RunnerEvents;
  readonly lost: Pick<LostTime, 'skipped' | 'knownWithin'>;
  readonly loop: Pick<LoopWatch, 'look' | 'wasStarvedSince'>;
}

/** Detects steps of the wall clock, sleep of the machine, and a process that was stopped. */
export class ClockWatch {
  readonly #deps: ClockWatchDeps;
  #wall: number;
  #elapsed: number;
  #skew: number;
  #isSkewed = false;

  constructor(deps: ClockWatchDeps) {
    this.#deps = deps;
    this.#wall = deps.clock.now();
    this.#elapsed = deps.clock.monotonic();
    this.#skew = deps.clock.skewMs ?? 0;
  }

  /** From now on it is looked at least each second. */
  start(): void {
    const { clock } = this.#deps;
    this.#wall = clock.now();
    this.#elapsed = clock.monotonic();
    this.#skew = clock.skewMs ?? 0;
  }

  /** To be called at least each second. */
  look(): void {
    const { clock, events, lost, loop } = this.#deps;
    const lookedAt = this.#elapsed;
    const elapsed = clock.monotonic() - lookedAt;
    // A correction to the database's time, such as at the first answer after an outage, is not a step of the host's
    // clock.
    const corrected = (clock.skewMs ?? 0) - this.#skew;
    const step = clock.now() - this.#wall - elapsed - corrected;
    this.#lookAtSkew(clock.skewMs ?? 0);
    this.#wall = clock.now();
    this.#elapsed = clock.monotonic();
    loop.look(lookedAt + LOOK_EVERY_MS);
    const isBlocked = lost.knownWithin('blocked-loop', lookedAt, this.#elapsed) >= elapsed / 2;
    if (elapsed > STALL_MS && !isBlocked && !loop.wasStarvedSince(lookedAt)) {
      events.add(
        'warn',
        'stalled',
        `This runner was halted for ${seconds(elapsed)}: its process was stopped, or a job blocked it`,
      );
    }
    if (step > STEP_MS) {
      lost.skipped(step);
      events.add(
        'warn',
        'clock-forward',
        `The clock was set forward by ${seconds(step)}, or the machine slept`,
      );
    } else if (step < -STEP_MS) {
      events.add('warn', 'clock-back', `The clock was set back by ${seconds(-step)}`);
    }
  }

  /** The store that measured the skew has logged it. */
  #lookAtSkew(skew: number): void {
    this.#skew = skew;
    const wasSkewed = this.#isSkewed;
    this.#isSkewed = Math.abs(skew) > CLOCK_SKEW_MS;
    if (this.#isSkewed === wasSkewed) return;
    const { events } = this.#deps;
    if (this.#isSkewed) {
      const direction = skew > 0 ? 'behind' : 'ahead of';
      events.remember(
        'clock-skew',
        `The clock of this host is ${seconds(Math.abs(skew))} ${direction} the database's; schedules go by the database's`,
      );
    } else events.remember('clock-skew', "The clock of this host agrees with the database's again");
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
