import { CLOCK_SKEW_MS, type Clock } from '../../ports/index.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { LostTime } from './lost-time.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

/** The wall clock and the monotonic one part by more than this: somebody set it, or the machine slept. */
const STEP_MS = 1_000;
/** Between two looks, a second apart, so much went by: the process was stopped, or its loop blocked. */
const STALL_MS = 5_000;
/** Looks are never further apart. */
const LOOK_EVERY_MS = 1_000;

export interface ClockWatchDeps {
  readonly clock: Clock;
  readonly events: RunnerEvents;
  readonly lost: Pick<LostTime, 'skipped' | 'knownWithin'>;
  readonly loop: Pick<LoopWatch, 'look' | 'wasStarvedSince'>;
}

/** Notices what happens to time: steps of the wall clock, sleep of the machine, a process that stood still. */
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

  /** To be called each second at least. */
  look(): void {
    const { clock, events, lost, loop } = this.#deps;
    const lookedAt = this.#elapsed;
    const elapsed = clock.monotonic() - lookedAt;
    // A correction to the database's time, as on the first answer of one that was away, is no step that somebody made.
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

  /** The store that knows of it has logged it. */
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
