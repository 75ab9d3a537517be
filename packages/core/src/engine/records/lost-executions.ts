import type { Logger } from '../../ports/index.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

const LOST = 'Executions are lost: the database is away, and neither memory nor disk take more';

/** The executions given up since this process began. */
export class LostExecutions {
  readonly #logger: Logger;
  readonly #events: Pick<RunnerEvents, 'add'>;
  #count = 0;

  constructor(logger: Logger, events: Pick<RunnerEvents, 'add'>) {
    this.#logger = logger;
    this.#events = events;
  }

  get count(): number {
    return this.#count;
  }

  /** The first loss is an event, each further one a line in the log. */
  add(count: number): void {
    this.#count += count;
    if (this.#count === count) this.#events.add('error', 'executions-lost', LOST, { count });
    else this.#logger.error({ lost: this.#count }, LOST);
  }
}
