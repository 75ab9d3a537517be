import { MAX_REPORTED_EVENTS, type Clock, type Logger, type ReportedEvent } from '../../ports/index.ts';

/** What happened to this runner lately: each goes to the log, and with the next report to the runners page. */
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

  /** The newest first. */
  get recent(): readonly ReportedEvent[] {
    return this.#recent;
  }

  add(level: 'info' | 'warn' | 'error', kind: string, text: string, facts: object = {}): void {
    this.#logger[level](facts, text);
    this.remember(kind, text);
  }

  /** The same for what somebody else has logged. */
  remember(kind: string, text: string): void {
    this.#recent = [{ at: this.#clock.now(), kind, text }, ...this.#recent].slice(0, MAX_REPORTED_EVENTS);
    this.#onChange();
  }
}
