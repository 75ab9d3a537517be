import { MAX_REPORTED_EVENTS, type Clock, type Logger, type ReportedEvent } from '../../ports/index.ts';

/** Recent events of this runner: each is logged, and shown on the runners page with the next report. */
export class RunnerEvents {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onChange: () => void;
  #recent: readonly ReportedEvent[] = [];

  constructor(clock: Clock, logger: Logger, onChange: () => void) {
    this.#clock = clock;
    this.#logger = logger;
    this.#onChange = onChange;
  }

  /** Newest first. */
  get recent(): readonly ReportedEvent[] {
    return this.#recent;
  }

  add(level: 'info' | 'warn' | 'error', kind: string, text: string, facts: object = {}): void {
    this.#logger[level](facts, text);
    this.remember(kind, text);
  }

  /** The same for an event that another part has logged. */
  remember(kind: string, text: string): void {
    this.#recent = [{ at: this.#clock.now(), kind, text }, ...this.#recent].slice(0, MAX_REPORTED_EVENTS);
    this.#onChange();
  }
}
