import { WATCHDOG_BEAT_MS, type Clock, type Watchdog } from '../ports/index.ts';
import type { LostTime } from './lost-time.ts';
import type { RunnerEvents } from './runner-events.ts';

/** A turn that is longer than this keeps others waiting. */
const BLOCKED_FROM_MS = 200;
/** Of the same jobs one line is said so often. */
const TELL_EVERY_MS = 60_000;
/** Runs that ended since the last look, as far as they are remembered. */
const MAX_ENDED = 32;

export interface LoopWatchDeps {
  readonly clock: Clock;
  readonly events: Pick<RunnerEvents, 'add'>;
  readonly lost: Pick<LostTime, 'add'>;
  /** The jobs that run in this thread right now. */
  readonly running: () => Iterable<string>;
  /** Without one, only what is measured otherwise is noticed. */
  readonly watchdog: Watchdog | null;
  /** `jobKey`: the one that did it; null when it may have been one of several. */
  readonly onBlocked?: ((jobKey: string | null, ms: number) => void) | undefined;
}

interface Told {
  readonly at: number;
  /** What was noticed since and not told. */
  times: number;
}

/**
 * Notices that the event loop was blocked and names the job. The first stretch of a job, up to its first `await`, is measured
 * and certain. What it does after that shows only as a timer that comes late: then all that ran meanwhile may have done it.
 */
export class LoopWatch {
  readonly #deps: LoopWatchDeps;
  readonly #told = new Map<string, Told>();
  readonly #ended: string[] = [];
  #going = 0;
  #isBeating = false;
  /** Up to here blocks are known. */
  #knownUntil = 0;

  constructor(deps: LoopWatchDeps) {
    this.#deps = deps;
  }

  /** A job's function is about to be called. */
  began(jobKey: string): void {
    const { watchdog } = this.#deps;
    if (watchdog === null) return;
    this.#going += 1;
    watchdog.entered(jobKey);
    if (!this.#isBeating) this.#beat(watchdog);
  }

  /** It gave the turn back that it had from `from` to `to`, monotonic. */
  gaveBack(jobKey: string, from: number, to: number): void {
    this.#deps.watchdog?.left();
    if (to - from >= BLOCKED_FROM_MS) this.#blocked([jobKey], true, from, to);
  }

  ended(jobKey: string): void {
    if (this.#ended.length < MAX_ENDED) this.#ended.push(jobKey);
    if (this.#deps.watchdog === null) return;
    this.#going -= 1;
    this.#deps.watchdog.ended(jobKey);
  }

  /** A timer that was set for `plannedAt`, monotonic, has come. */
  look(plannedAt: number): void {
    const now = this.#deps.clock.monotonic();
    const from = Math.max(plannedAt, this.#knownUntil);
    if (now - from >= BLOCKED_FROM_MS) this.#stoodStill(from, now);
    this.#ended.length = 0;
  }

  #beat(watchdog: Watchdog): void {
    this.#isBeating = true;
    const { clock } = this.#deps;
    const plannedAt = clock.monotonic() + WATCHDOG_BEAT_MS;
    watchdog.beat();
    clock.setBackgroundTimer(WATCHDOG_BEAT_MS, () => {
      this.look(plannedAt);
      this.#isBeating = false;
      if (this.#going > 0) this.#beat(watchdog);
      else watchdog.rest();
    });
  }

  #stoodStill(from: number, to: number): void {
    const jobKeys = [...new Set([...this.#deps.running(), ...this.#ended])];
    if (jobKeys.length > 0) return this.#blocked(jobKeys, false, from, to);
    this.#deps.lost.add('standstill', from, to);
    this.#knownUntil = to;
  }

  #blocked(jobKeys: readonly string[], isCertain: boolean, from: number, to: number): void {
    const { lost, onBlocked } = this.#deps;
    this.#knownUntil = to;
    lost.add('blocked-loop', from, to);
    onBlocked?.(jobKeys.length === 1 ? (jobKeys[0] ?? null) : null, to - from);
    this.#tell(jobKeys, isCertain, from, to);
  }

  #tell(jobKeys: readonly string[], isCertain: boolean, from: number, to: number): void {
    const name = jobKeys.join();
    const told = this.#told.get(name);
    if (told !== undefined && to - told.at < TELL_EVERY_MS) {
      told.times += 1;
      return;
    }
    if (told === undefined) this.#forgetOld(to);
    this.#told.set(name, { at: to, times: 0 });
    const blockedMs = Math.round(to - from);
    const again = told === undefined || told.times === 0 ? '' : ` (and ${told.times} more times before)`;
    const text = isCertain ? certain(jobKeys[0] ?? '', blockedMs) : suspected(jobKeys, blockedMs);
    this.#deps.events.add('warn', 'blocked-loop', `${text}${again}`, { jobKeys, blockedMs });
  }

  #forgetOld(now: number): void {
    for (const [name, { at }] of this.#told) if (now - at >= TELL_EVERY_MS) this.#told.delete(name);
  }
}

const ADVICE = "Run it in a thread: isolation: 'thread'";

function certain(jobKey: string, ms: number): string {
  return `The job "${jobKey}" blocked the event loop for ${ms} ms; the others waited. ${ADVICE}`;
}

function suspected(jobKeys: readonly string[], ms: number): string {
  const names = jobKeys.slice(0, 5).map((jobKey) => `"${jobKey}"`);
  const rest = jobKeys.length - names.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return jobKeys.length === 1
    ? `The event loop was blocked for ${ms} ms while the job ${names[0]} ran; the others waited. ${ADVICE}`
    : `The event loop was blocked for ${ms} ms while the jobs ${names.join(', ')}${more} ran, one of which did it; the others waited. ${ADVICE}`;
}
