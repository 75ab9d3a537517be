import { isLate, lateMsAt, type LateReason } from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { LostTime } from './lost-time.ts';
import type { Run } from '../runs/run.ts';

interface LateDecision {
  readonly at: number;
  readonly reason: LateReason;
}

export interface LatenessDeps {
  readonly clock: Clock;
  readonly lost: Pick<LostTime, 'mostOf'>;
}

/**
 * Why runs are late. A run that was late already when it was decided brings its reason along; what waited since then did so
 * for what this runner lost, or in the queue. The longer of the two counts. Nothing is kept of a run that is on time.
 */
export class Lateness {
  readonly #deps: LatenessDeps;
  readonly #decisions = new WeakMap<Run, LateDecision>();
  /** What was said of a run at an instant: at its start, which its record repeats later. */
  readonly #said = new WeakMap<Run, LateDecision>();

  constructor(deps: LatenessDeps) {
    this.#deps = deps;
  }

  /** A run is decided right now; `reason` says why not before, if it is late. */
  decided(run: Run, reason: LateReason | null): void {
    const at = this.#deps.clock.now();
    if (reason !== null && isLate(lateMsAt(at, run))) this.#decisions.set(run, { at, reason });
  }

  /** Why a run is late that starts, or is given up, at `at`; null when it is on time. */
  reasonAt(run: Run, at: number): LateReason | null {
    if (!isLate(lateMsAt(at, run))) return null;
    const said = this.#said.get(run);
    if (said?.at === at) return said.reason;
    const reason = this.#reason(run, at);
    this.#said.set(run, { at, reason });
    return reason;
  }

  #reason(run: Run, at: number): LateReason {
    const decision = this.#decisions.get(run);
    const waitedFrom = decision?.at ?? run.dueAt;
    const waitedMs = at - waitedFrom;
    if (decision !== undefined && decision.at - run.dueAt >= waitedMs) return decision.reason;
    return this.#deps.lost.mostOf(waitedMs) ?? 'queue';
  }
}
