import type { Clock, Signal } from '../../ports/index.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { ActivePeriod } from './active-period.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { Syncer } from '../schedules/syncer.ts';

export interface WatermarkDeps {
  readonly clock: Clock;
  readonly signal: Pick<Signal, 'isQuiet'>;
  readonly period: Pick<ActivePeriod, 'isActive' | 'own' | 'confirmedUntil'>;
  readonly dispatcher: Pick<Dispatcher, 'processedUntil' | 'newestDecided'>;
  readonly syncer: Pick<Syncer, 'inStepAt' | 'confirm'>;
  readonly journal: Pick<JournalKeeper, 'sync' | 'confirmed'>;
}

/**
 * P (`decidedUntil`): every occurrence up to here is decided. Reported with each renewal, confirmed once the lease has
 * stored it; what lies between the two, a successor decides again.
 */
export class Watermark {
  readonly #deps: WatermarkDeps;
  #toldUntil: number | null = null;
  /** Null until this runner stops; then whether it knew the store's state up to its end. */
  #isInStepAtLast: boolean | null = null;

  constructor(deps: WatermarkDeps) {
    this.#deps = deps;
  }

  /** Null while this runner cannot know it. */
  get processedUntil(): number | null {
    const { period, signal, syncer, clock, dispatcher } = this.#deps;
    if (!period.isActive) return null;
    if (signal.isQuiet()) syncer.confirm(clock.now());
    // Due occurrences of a schedule that was written since the last read are not decided.
    return syncer.inStepAt === null ? null : Math.min(dispatcher.processedUntil, syncer.inStepAt);
  }

  /** From here on nothing is decided any more, and the last P is reported. */
  end(isInStep: boolean): void {
    this.#isInStepAtLast = isInStep;
  }

  /** For the lease: returns P, once the journal on the disk has the decisions up to it. */
  async tell(): Promise<number | null> {
    const isLast = this.#isInStepAtLast !== null;
    const until = isLast ? this.#last() : this.processedUntil;
    // After a clean stop the journal is not read for decisions, so P itself has to include them.
    const mayTell = (await this.#deps.journal.sync()) || isLast;
    this.#toldUntil = mayTell ? until : null;
    return this.#toldUntil;
  }

  /** The lease has stored the reported P. */
  confirm(): void {
    if (this.#toldUntil === null) return;
    const { period, journal } = this.#deps;
    period.confirmedUntil = Math.max(period.confirmedUntil, this.#toldUntil);
    journal.confirmed(period.confirmedUntil);
  }

  /**
   * P at a clean stop: all that was decided. Null if something before it is or may be undecided, since the store is
   * unavailable: then the journal has to be read, as after a crash.
   */
  #last(): number | null {
    const { period, dispatcher } = this.#deps;
    if (!period.isActive || this.#isInStepAtLast !== true) return null;
    // Never below what was decided. Occurrences of a schedule that was added while the clock was set back a little may
    // be lost for that.
    const until = Math.max(dispatcher.processedUntil, dispatcher.newestDecided);
    return until < (period.own?.ambiguousUntil ?? -Infinity) ? null : until;
  }
}
