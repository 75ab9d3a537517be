import {
  isSettingsProblem,
  StoreError,
  type Clock,
  type Logger,
  type ScheduleStore,
  type Timer,
} from '../../ports/index.ts';
import type { RegisteredJob } from '../jobs/job-registry.ts';
import type { RunnerEvents } from '../report/runner-events.ts';
import { createSchedulesFromCode } from './schedules-from-code.ts';
import type { Syncer } from './syncer.ts';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

export interface PreparationDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: RunnerEvents;
  readonly syncer: Pick<Syncer, 'sync' | 'problem'>;
  readonly jobs: readonly RegisteredJob[];
  readonly schedules: ScheduleStore;
  /** Throws if the connection cannot keep a lock. */
  readonly checkSession?: () => Promise<void>;
  readonly timezone: string;
  readonly onPrepared: () => Promise<void>;
  /** Called for a permanent error that came after an outage. */
  readonly onRefused: (error: StoreError) => void;
}

/**
 * The first access to the database: creates schedules declared in code, then reads all schedules. Retries for as long
 * as needed.
 */
export class Preparation {
  readonly #deps: PreparationDeps;
  #timer: Timer | null = null;
  #isStopped = false;
  #retryMs = FIRST_RETRY_MS;
  /** Why the database is not usable; null once it is. */
  #problem: string | null = null;

  constructor(deps: PreparationDeps) {
    this.#deps = deps;
  }

  get problem(): string | null {
    return this.#problem;
  }

  /** Resolves when it is done, or will be tried again later. Throws a permanent error. */
  async begin(): Promise<void> {
    if (await this.#try()) return;
    this.#deps.events.add(
      'error',
      'database-away',
      `This runner waits for the database: ${this.#problem ?? 'it does not answer'}`,
    );
    this.#tryLater();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #tryLater(): void {
    if (this.#isStopped) return;
    const { clock, onPrepared, onRefused, events } = this.#deps;
    this.#timer = clock.setTimer(this.#retryMs, () => {
      this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
      this.#try().then(
        async (isDone) => {
          if (!isDone) return this.#tryLater();
          events.add('info', 'database-back', 'The database answers');
          await onPrepared();
        },
        (error: unknown) => {
          if (error instanceof StoreError) onRefused(error);
          else throw error;
        },
      );
    });
  }

  async #try(): Promise<boolean> {
    const { jobs, schedules, timezone, logger, syncer, checkSession } = this.#deps;
    try {
      await schedules.readRevision(); // fails here if the database refuses, since a sync would only retry
      await checkSession?.();
      await createSchedulesFromCode(jobs, schedules, timezone, logger);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'store_unavailable') throw error;
      if (isSettingsProblem(error)) throw error; // the database has never answered
      this.#problem = error.message;
      return false;
    }
    const isRead = await syncer.sync();
    this.#problem = isRead ? null : syncer.problem;
    return isRead;
  }
}
