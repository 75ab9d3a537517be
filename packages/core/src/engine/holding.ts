import type { LateReason } from '../domain/index.ts';
import type { Clock, Lease, Tenure } from '../ports/index.ts';
import type { Adoption } from './adoption.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { isContinued, resumptionOf, type KnownJournal, type OwnTenure, type Resumption } from './recovery.ts';
import type { RunnerEvents } from './runner-events.ts';

export interface HoldingDeps {
  readonly runnerId: string;
  readonly clock: Clock;
  /** When this runner itself began. */
  readonly startedAt: () => number;
  readonly lease: Pick<Lease, 'isHeld'>;
  readonly events: RunnerEvents;
  readonly adoption: Pick<Adoption, 'adopt' | 'forgetMarks'>;
  readonly journal: Pick<JournalKeeper, 'takeover' | 'tenure'>;
  readonly dispatcher: Pick<Dispatcher, 'resume' | 'pause'>;
  /** Somebody else may have decided what was not confirmed when the lease was lost. */
  readonly onBrokenOff: () => void;
  /** `isSuccession`: the one before did not leave cleanly. */
  readonly onActive: (isSuccession: boolean) => void;
}

/**
 * The time in which this runner fires.
 *
 *   standby ── acquired ──▶ taking over (adopts the dead's journals) ──▶ active
 *      ▲                          │                                        │
 *      └────────── lost ──────────┴───────────────── lost ─────────────────┘
 */
export class Holding {
  readonly #deps: HoldingDeps;
  #tenure: Tenure | null = null;
  /** What `#tenure` begins with, once the journals are read; null before, and while it fires. */
  #beginning: Resumption | null = null;
  #own: OwnTenure | null = null;
  #isActive = false;
  #takeover: Tenure | null = null;
  #hasStoodBy = false;
  /** Another may have fired before this tenure. */
  #hadPredecessor = false;
  #isOwnReturn = false;

  constructor(deps: HoldingDeps) {
    this.#deps = deps;
  }

  /** The last time in which it fired, or still does; null before the first. */
  get own(): OwnTenure | null {
    return this.#own;
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** What it found when it last got the lease: then its journal is of use to whoever comes next. */
  get takeover(): Tenure | null {
    return this.#takeover;
  }

  /** Somebody else holds the lease. */
  standBy(): void {
    this.#hasStoodBy = true;
  }

  /** Why this runner did not start what fell due at `at`, before it fired. */
  whyNotBefore(at: number): LateReason {
    if (this.#isOwnReturn) return 'lease';
    return this.#hadPredecessor && at > this.#deps.startedAt() ? 'takeover' : 'catch-up';
  }

  /** The lease comes too late: this runner ends. It leaves word that it started nothing. */
  decline(tenure: Tenure): Promise<void> {
    this.#takeover = tenure;
    this.#deps.journal.takeover(tenure);
    return Promise.resolve();
  }

  async begin(tenure: Tenure): Promise<void> {
    this.#tenure = tenure;
    this.#takeover = tenure;
    this.#deps.journal.takeover(tenure);
    const acquiredAt = this.#deps.clock.now(); // without a P this is where it begins, however long the journals take
    this.#isOwnReturn = isContinued(tenure, this.#own) || tenure.previousRunnerId === this.#deps.runnerId;
    this.#hadPredecessor = this.#hasStoodBy || tenure.previousRunnerId !== null;
    this.#hasStoodBy = false;
    if (!isContinued(tenure, this.#own)) this.#deps.onBrokenOff();
    const journals = await this.#adopt();
    if (this.#tenure !== tenure) return;
    this.#beginning = resumptionOf(tenure, journals, this.#own, acquiredAt);
    this.#fire();
  }

  /** The lease was renewed: trust that ran out while the journals were read came back before anybody noticed. */
  renewed(): void {
    this.#fire();
  }

  end(): void {
    this.#tenure = null;
    this.#beginning = null;
    this.#isActive = false;
    this.#deps.dispatcher.pause();
  }

  #fire(): void {
    const { dispatcher, adoption, runnerId, journal, lease, onActive } = this.#deps;
    const [tenure, resumption] = [this.#tenure, this.#beginning];
    if (tenure === null || resumption === null || !lease.isHeld()) return;
    this.#beginning = null;
    const { epoch } = tenure;
    this.#own = { runnerId, epoch, ambiguousUntil: resumption.ambiguousUntil };
    journal.tenure(epoch, resumption.ambiguousUntil);
    this.#isActive = true;
    this.#tell(tenure, resumption);
    dispatcher.resume(resumption);
    adoption.forgetMarks(); // the dispatcher knows them now
    onActive(tenure.previousRunnerId !== null);
  }

  async #adopt(): Promise<readonly KnownJournal[]> {
    try {
      return await this.#deps.adoption.adopt(this.#tenure);
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
