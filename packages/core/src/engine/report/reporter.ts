import {
  errorFields,
  type Clock,
  type Logger,
  type RunnerReport,
  type RunnerSnapshot,
  type Timer,
} from '../../ports/index.ts';

import type { Changes } from './changes.ts';

const BEAT_MS = 1_000;

export interface ReporterDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens this runner's entry in the directory; called again until it succeeds. */
  readonly open: () => Promise<RunnerReport>;
  readonly snapshot: () => RunnerSnapshot;
  readonly changes: Changes;
}

/** Publishes this runner's state: a heartbeat each second, and the snapshot again if something changed. */
export class Reporter {
  readonly #deps: ReporterDeps;
  #report: RunnerReport | null = null;
  #timer: Timer | null = null;
  #isStopped = false;
  #isFailing = false;
  #reportedAt: number | null = null;
  #busy: Promise<void> = Promise.resolve();

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
  }

  /** True if the last report could not be written. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** When the last report was written; epoch milliseconds, null before the first. */
  get reportedAt(): number | null {
    return this.#reportedAt;
  }

  start(): void {
    this.#beat();
  }

  /** Reports immediately; resolves when it is written. */
  now(): Promise<void> {
    this.#deps.changes.mark();
    return this.#write();
  }

  /** Ends with a last report. Idempotent. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.now();
  }

  #beat(): void {
    if (this.#isStopped) return;
    this.#timer = this.#deps.clock.setTimer(BEAT_MS, () => {
      void this.#write().then(() => this.#beat());
    });
  }

  #write(): Promise<void> {
    this.#busy = this.#busy.then(() => this.#writeNext());
    return this.#busy;
  }

  async #writeNext(): Promise<void> {
    const { open, snapshot, logger, changes } = this.#deps;
    const isChanged = changes.take();
    try {
      const report = (this.#report ??= await open());
      if (isChanged) await report.write(snapshot());
      else await report.heartbeat();
      this.#isFailing = false;
      this.#reportedAt = this.#deps.clock.now();
    } catch (error) {
      changes.mark();
      if (!this.#isFailing)
        logger.warn(errorFields(error), 'The report cannot be written; the admin does not see this runner');
      this.#isFailing = true;
    }
  }
}
