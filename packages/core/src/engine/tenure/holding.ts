import type { Clock, Lease, Tenure } from '../../ports/index.ts';
import type { ActivePeriod } from './active-period.ts';
import type { Adoption } from './adoption.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import { isContinued, resumptionFrom, resumptionOf, type KnownJournal, type Resumption } from './recovery.ts';
import type { RunnerEvents } from '../report/runner-events.ts';
import type { KnownHistory } from '../schedules/syncer.ts';
import { Listeners } from '../listeners.ts';
import type { RunBook } from '../runs/run-book.ts';

export interface HoldingDeps {
  readonly runnerId: string;
  readonly clock: Clock;
  readonly period: ActivePeriod;
  readonly lease: Pick<Lease, 'isHeld'>;
  readonly events: RunnerEvents;
  readonly adoption: Pick<Adoption, 'adopt' | 'forgetMarks' | 'hasFoundOtherHistories'>;
  readonly journal: Pick<JournalKeeper, 'takeover' | 'tenure' | 'processed' | 'history'>;
  readonly dispatcher: Pick<Dispatcher, 'resume' | 'pause' | 'resumedAt'>;
  /** P while this runner is active; null while it cannot be known. */
  readonly processedUntil: () => number | null;
  /** Reads the store to learn its history; null if it was never read. */
  readonly learnHistory: () => Promise<KnownHistory | null>;
  /** False: occurrences due before this runner is first active are not caught up. */
  readonly catchesUp: boolean;
  readonly book: Pick<RunBook, 'giveUp'>;
}

/**
 * Tracks this runner's active period, from acquiring the lease to losing it.
 *
 *   standby ── acquired ──▶ taking over (reads the database's history, adopts dead runners' journals) ──▶ active
 *      ▲                          │                                                                           │
 *      └────────── lost ──────────┴──────────────────────────────── lost ─────────────────────────────────────┘
 */
export class Holding {
  readonly #deps: HoldingDeps;
  #tenure: Tenure | null = null;
  /** The starting point of `#tenure`, once the journals are read; null before that, and while active. */
  #beginning: Resumption | null = null;
  /** The history id at that time. */
  #ownHistoryId: string | null = null;
  /** When `#tenure` was acquired, while the database's history is not known. */
  #unknownSince: number | null = null;
  #hasStoodBy = false;

  /** This runner becomes active; true if the previous holder did not leave cleanly. */
  readonly onActive = new Listeners<boolean>();

  constructor(deps: HoldingDeps) {
    this.#deps = deps;
  }

  /** Another runner holds the lease. */
  standBy(): void {
    this.#hasStoodBy = true;
  }

  /** The lease is acquired while this runner is stopping: it records in its journal that it started nothing. */
  decline(tenure: Tenure): Promise<void> {
    this.#deps.period.takeover = tenure;
    this.#deps.journal.takeover(tenure);
    return Promise.resolve();
  }

  async begin(tenure: Tenure): Promise<void> {
    const { period, journal, clock, runnerId, book, learnHistory } = this.#deps;
    const isSameHolder = isContinued(tenure, period.own);
    this.#tenure = tenure;
    period.takeover = tenure;
    journal.takeover(tenure);
    const acquiredAt = clock.now(); // without a P, this is where it begins, however long reading the journals takes
    period.isOwnReturn = isSameHolder || tenure.previousRunnerId === runnerId;
    period.hadPredecessor = this.#hasStoodBy || tenure.previousRunnerId !== null;
    this.#hasStoodBy = false;
    // Waiting runs may have been decided again, or were adopted from a journal whose writer seemed dead.
    if (!isSameHolder) book.giveUp(({ run }) => run.origin !== 'manual', 'missed', 'ambiguous');
    const history = await learnHistory();
    if (this.#tenure !== tenure) return;
    // Without the history it is not known which journals count. Nothing falls due meanwhile, since no schedule was read
    // either.
    if (history === null) this.#unknownSince = acquiredAt;
    else await this.#takeOver(tenure, acquiredAt, history);
  }

  /** The store was read for the first time: a tenure that waited for it continues. */
  async historyKnown(history: KnownHistory): Promise<void> {
    const [tenure, acquiredAt] = [this.#tenure, this.#unknownSince];
    this.#unknownSince = null;
    if (tenure !== null && acquiredAt !== null) await this.#takeOver(tenure, acquiredAt, history);
  }

  async #takeOver(tenure: Tenure, acquiredAt: number, history: KnownHistory): Promise<void> {
    const journals = await this.#adopt(tenure, history.id);
    const resumption = this.#resumption(tenure, journals, acquiredAt, history);
    this.#deps.journal.history(history.id);
    if (this.#tenure === tenure) {
      this.#beginning = resumption;
      this.#ownHistoryId = history.id;
      this.#fire();
    }
    if (this.#deps.period.own?.epoch !== tenure.epoch) this.#leaveWord(tenure, resumption);
  }

  /**
   * The adopted journals are deleted: if nothing is fired, the next holder finds here up to where everything is
   * decided.
   */
  #leaveWord({ epoch }: Tenure, { processedUntil, ambiguousUntil }: Resumption): void {
    const { journal, period } = this.#deps;
    period.heard = { epoch, processedUntil, ambiguousUntil };
    journal.processed(processedUntil);
    journal.tenure(epoch, ambiguousUntil);
  }

  /**
   * If the database is not the one known here, its P belongs to its own past, unless it was moved after this process
   * first saw the database.
   */
  #resumption(
    tenure: Tenure,
    journals: readonly KnownJournal[],
    now: number,
    { id, since }: KnownHistory,
  ): Resumption {
    const { adoption, catchesUp, period } = this.#deps;
    if (!catchesUp && period.own === null) return resumptionFrom(now);
    const isOwn = this.#ownHistoryId === id;
    const isMoved = (tenure.processedUntil ?? -Infinity) >= since;
    const isKnown = isOwn || isMoved || journals.some(({ book }) => book.historyId === id);
    const knowsOthers = this.#ownHistoryId !== null || adoption.hasFoundOtherHistories;
    if (!isKnown && knowsOthers) return resumptionFrom(now);
    return resumptionOf(tenure, journals, isOwn ? period.own : null, now);
  }

  /** The lease was renewed: its trust had expired while the journals were read, without being noticed. */
  renewed(): void {
    this.#fire();
  }

  end(): void {
    this.#tenure = null;
    this.#beginning = null;
    this.#unknownSince = null;
    const { dispatcher, processedUntil, period } = this.#deps;
    const until = period.isActive ? processedUntil() : null;
    if (period.own !== null && until !== null) period.own = { ...period.own, processedUntil: until };
    period.isActive = false;
    dispatcher.pause();
  }

  /** The database was replaced while this runner knew it: nothing it remembers of the old one counts. */
  historyChanged(historyId: string): void {
    if (this.#ownHistoryId === null) return;
    this.#ownHistoryId = historyId;
    this.#deps.journal.history(historyId);
  }

  #fire(): void {
    const { dispatcher, adoption, runnerId, journal, lease, period } = this.#deps;
    const [tenure, resumption] = [this.#tenure, this.#beginning];
    if (tenure === null || resumption === null || !lease.isHeld()) return;
    this.#beginning = null;
    const { epoch } = tenure;
    const { ambiguousUntil } = resumption;
    period.own = { runnerId, epoch, ambiguousUntil, processedUntil: -Infinity };
    journal.tenure(epoch, resumption.ambiguousUntil);
    period.isActive = true;
    this.#tell(tenure, resumption);
    dispatcher.resume(resumption);
    period.resumedAt = dispatcher.resumedAt;
    adoption.forgetMarks(); // the dispatcher has them now
    this.onActive.emit(tenure.previousRunnerId !== null);
  }

  async #adopt(tenure: Tenure, historyId: string): Promise<readonly KnownJournal[]> {
    try {
      return await this.#deps.adoption.adopt(tenure, historyId);
    } catch (error) {
      this.#deps.events.add('error', 'adoption-failed', 'The journals of dead runners cannot be read', {
        err: error,
      });
      return [];
    }
  }

  #tell({ previousRunnerId, mayOverlap, epoch }: Tenure, { ambiguousUntil, setBackByMs }: Resumption): void {
    const { events, runnerId } = this.#deps;
    if (previousRunnerId !== null && previousRunnerId !== runnerId) {
      const words = mayOverlap
        ? `This runner took over from ${previousRunnerId}, which may still be alive: its last runs may still be going on`
        : `This runner took over from ${previousRunnerId}, which had died`;
      events.add('warn', 'takeover', words, { epoch });
    }
    if (ambiguousUntil !== null) {
      const until = new Date(ambiguousUntil).toISOString();
      events.add(
        'warn',
        'ambiguous',
        `Runs due shortly before ${until} may have started already: no journal says`,
      );
    }
    if (setBackByMs !== null) {
      events.add(
        'warn',
        'clock-back',
        `The clock was set back by ${Math.round(setBackByMs / 1000)} s: runs may repeat`,
      );
    }
  }
}
