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
 * Determines why runs are late. A run that was late when it was decided has a reason from then; later delays come from
 * this runner's lost time or from the queue. The longer delay decides. Nothing is stored for a run that is on time.
 */
export class Lateness {
  readonly #deps: LatenessDeps;
  readonly #decisions = new WeakMap<Run, LateDecision>();
  /** The result given for a run at an instant: its record repeats the one from its start. */
  readonly #said = new WeakMap<Run, LateDecision>();

  constructor(deps: LatenessDeps) {
    this.#deps = deps;
  }

  /** Called when a run is decided; `reason` is why that is late, if it is. */
  decided(run: Run, reason: LateReason | null): void {
    const at = this.#deps.clock.now();
    if (reason !== null && isLate(lateMsAt(at, run))) this.#decisions.set(run, { at, reason });
  }

  /** Why a run that starts, or is given up, at `at` is late; null if it is on time. */
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
