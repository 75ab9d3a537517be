import type { Clock, Signal } from '../../ports/index.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { Holding } from './holding.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { Run } from '../runs/run.ts';
import type { Syncer } from '../schedules/syncer.ts';

export interface WatermarkDeps {
  readonly clock: Clock;
  readonly signal: Pick<Signal, 'isQuiet'>;
  readonly holding: Pick<Holding, 'isActive' | 'own'>;
  readonly dispatcher: Pick<Dispatcher, 'processedUntil' | 'newestDecided'>;
  readonly syncer: Pick<Syncer, 'inStepAt' | 'confirm'>;
  readonly journal: Pick<JournalKeeper, 'sync' | 'confirmed'>;
}

/**
 * P: up to where everything is decided. It is told to the lease, which confirms it once it stands there; what lies between
 * the two, a successor decides anew.
 */
export class Watermark {
  readonly #deps: WatermarkDeps;
  #toldUntil: number | null = null;
  #confirmedUntil = -Infinity;
  /** Null until this runner ends; then whether it knew the store up to its end. */
  #isInStepAtLast: boolean | null = null;

  constructor(deps: WatermarkDeps) {
    this.#deps = deps;
  }

  get confirmedUntil(): number {
    return this.#confirmedUntil;
  }

  /** Null while this runner cannot know it. */
  get processedUntil(): number | null {
    const { holding, signal, syncer, clock, dispatcher } = this.#deps;
    if (!holding.isActive) return null;
    if (signal.isQuiet()) syncer.confirm(clock.now());
    // What is due of a schedule that was written since the last look is not decided.
    return syncer.inStepAt === null ? null : Math.min(dispatcher.processedUntil, syncer.inStepAt);
  }

  /** What a successor decides anew, when the lease goes to another. */
  isUnconfirmed({ origin, scheduledAt }: Pick<Run, 'origin' | 'scheduledAt'>): boolean {
    return origin !== 'manual' && scheduledAt > this.#confirmedUntil;
  }

  /** From here on nothing is decided any more, and the last P is told. */
  end(isInStep: boolean): void {
    this.#isInStepAtLast = isInStep;
  }

  /** For the lease: P, once the journal says durably what was decided up to it. */
  async tell(): Promise<number | null> {
    const isLast = this.#isInStepAtLast !== null;
    const until = isLast ? this.#last() : this.processedUntil;
    // After a clean stop nobody reads the journal for what was decided: then P itself has to say it.
    const mayTell = (await this.#deps.journal.sync()) || isLast;
    this.#toldUntil = mayTell ? until : null;
    return this.#toldUntil;
  }

  /** The lease has taken over what it was told. */
  confirm(): void {
    if (this.#toldUntil === null) return;
    this.#confirmedUntil = Math.max(this.#confirmedUntil, this.#toldUntil);
    this.#deps.journal.confirmed(this.#confirmedUntil);
  }

  /**
   * P at a clean stop: all that was decided. Null when something before it is undecided, or may be, since the store is
   * away: then the journal has to speak for this runner, as after its death.
   */
  #last(): number | null {
    const { holding, dispatcher } = this.#deps;
    if (!holding.isActive || this.#isInStepAtLast !== true) return null;
    // Never below what was decided: what a schedule yields that came while the clock was set back a little gives way.
    const until = Math.max(dispatcher.processedUntil, dispatcher.newestDecided);
    return until < (holding.own?.ambiguousUntil ?? -Infinity) ? null : until;
  }
}
