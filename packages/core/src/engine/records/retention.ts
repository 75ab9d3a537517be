import {
  CHANGES_KEPT_MS,
  type ChangeRecordStore,
  type Clock,
  type ExecutionStore,
  type FiguresStore,
  type Logger,
} from '../../ports/index.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Occurrences that fell due while no runner was active are started first. */
const FIRST_AFTER_MS = 5 * SECOND_MS;
const AGAIN_AFTER_MS = 6 * 3_600_000;
const RETRY_AFTER_MS = 60 * SECOND_MS;

export interface RetentionDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executions: Pick<ExecutionStore, 'deleteWhere' | 'upkeep'>;
  readonly figures: Pick<FiguresStore, 'prune'>;
  readonly changeRecords: Pick<ChangeRecordStore, 'prune'>;
  /** 0: executions and groups of errors are kept for ever. */
  readonly days: number;
  /** True if this runner is active: only one of several deletes. */
  readonly isActive: () => boolean;
}

/**
 * Maintains the executions a few seconds after this runner becomes active and then every six hours, so that it also
 * happens where runners are restarted often: creates missing indexes of a new release, and deletes old executions, figures
 * and changes. The store does this in small steps; a runner that is no longer active ends after the current step.
 */
export class Retention {
  readonly #deps: RetentionDeps;
  /** On the monotonic clock; null while this runner is not active. */
  #dueAt: number | null = null;
  #deletion: AbortController | null = null;
  #tidying: Promise<void> = Promise.resolve();

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** To be called each second. */
  look(): void {
    const { clock, isActive } = this.#deps;
    if (!isActive()) {
      this.#dueAt = null;
      this.#deletion?.abort();
      return;
    }
    this.#dueAt ??= clock.monotonic() + FIRST_AFTER_MS;
    if (this.#deletion === null && clock.monotonic() >= this.#dueAt) this.#tidying = this.#tidy();
  }

  /** Resolves when the current step has ended. Idempotent. */
  async stop(): Promise<void> {
    this.#deletion?.abort();
    await this.#tidying;
  }

  async #tidy(): Promise<void> {
    const { clock, logger, executions, figures, changeRecords, days } = this.#deps;
    const deletion = new AbortController();
    this.#deletion = deletion;
    let againAfterMs = AGAIN_AFTER_MS;
    try {
      await executions.upkeep();
      const now = clock.now();
      const before = days === 0 ? null : now - days * DAY_MS;
      await figures.prune({ now, errorsBefore: before }, deletion);
      await changeRecords.prune(now - CHANGES_KEPT_MS, deletion);
      if (before === null) return;
      const deleted = await executions.deleteWhere({ to: before }, deletion);
      if (deleted > 0) logger.info({ deleted }, `Executions older than ${days} days were deleted`);
    } catch (error) {
      logger.warn({ err: error }, 'The maintenance of executions failed; trying again in a minute');
      againAfterMs = RETRY_AFTER_MS;
    } finally {
      this.#deletion = null;
      if (this.#dueAt !== null) this.#dueAt = clock.monotonic() + againAfterMs;
    }
  }
}
