import type { ExecutionSummary } from '@zenpulse/core/domain';
import { StoreError, type Backend, type Clock, type ExecutionFilter } from '@zenpulse/core/ports';
import { pause } from '../pause.ts';
import { UnseenExecutions } from './unseen-executions.ts';

/** A hint makes a look instant; this is the net below it. */
const LOOK_EVERY_MS = 2_000;

export interface FollowOptions {
  readonly backend: Pick<Backend, 'executions' | 'runners' | 'signal'>;
  readonly clock: Clock;
  readonly filter: ExecutionFilter;
  /** How many to tell of what was there before. */
  readonly limitBefore: number;
  readonly stop: AbortSignal;
  readonly onExecution: (execution: ExecutionSummary) => Promise<void>;
  /** The store is away; told once each time. */
  readonly onTrouble: (message: string) => void;
}

/** Tells each execution once, oldest first, until `stop` aborts. */
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

/** Hints as a signal that ends a pause. One that comes during a look makes the next pause end at once. */
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
