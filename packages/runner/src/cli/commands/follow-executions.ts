import type { ExecutionSummary } from '@zenpulse/core/domain';
import { StoreError, type Backend, type Clock, type ExecutionFilter } from '@zenpulse/core/ports';
import { pause } from '../pause.ts';
import { UnseenExecutions } from './unseen-executions.ts';

/** How often to look for new executions without a hint. */
const LOOK_EVERY_MS = 2_000;

export interface FollowOptions {
  readonly backend: Pick<Backend, 'executions' | 'runners' | 'signal'>;
  readonly clock: Clock;
  readonly filter: ExecutionFilter;
  /** How many earlier executions to print first. */
  readonly limitBefore: number;
  readonly stop: AbortSignal;
  readonly onExecution: (execution: ExecutionSummary) => Promise<void>;
  /** Called once each time the store becomes unavailable. */
  readonly onTrouble: (message: string) => void;
}

/** Prints each execution once, oldest first, until `stop` aborts. */
export async function followExecutions(options: FollowOptions): Promise<void> {
  const { backend, clock, stop, limitBefore, onExecution, onTrouble } = options;
  const unseen = new UnseenExecutions(options);
  const hints = new Hints(stop);
  const stopListening = backend.signal.listen(hints.give);
  let isTroubled = false;
  try {
    for (const execution of await unseen.begin(limitBefore)) await onExecution(execution);
    while (!stop.aborted) {
      await pause(clock, LOOK_EVERY_MS, hints.signal);
      hints.renew();
      try {
        for (const execution of await unseen.take()) await onExecution(execution);
        isTroubled = false;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (!isTroubled) onTrouble(error.message);
        isTroubled = true;
      }
    }
  } finally {
    stopListening();
  }
}

/** Turns hints into a signal that ends a pause. A hint during a look ends the next pause at once. */
class Hints {
  #controller = new AbortController();

  constructor(stop: AbortSignal) {
    stop.addEventListener('abort', this.give);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly give = (): void => this.#controller.abort();

  renew(): void {
    if (this.signal.aborted) this.#controller = new AbortController();
  }
}
