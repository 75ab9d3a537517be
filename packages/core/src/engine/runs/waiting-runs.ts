import type { Timer } from '../../ports/index.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { ThreadQueue } from '../jobs/thread-queue.ts';
import { MinHeap } from '../schedules/min-heap.ts';
import { ChainBook } from './chain-book.ts';
import type { Run } from './run.ts';

/** A run that has not started: in a queue, in the pause before a retry, or recovered and not resumed yet. */
export type WaitingEntry =
  | { readonly state: 'queued' | 'retrying'; readonly run: Run }
  | { readonly state: 'recovered'; readonly run: JournaledRun };

/** The runs of a book that have not started. Only the book changes them. */
export class WaitingRuns {
  /** Runs that wait for one of the runner's places. */
  readonly queue = new MinHeap<Run>();
  readonly chains = new ChainBook();
  /** Null: all jobs run in this thread. */
  readonly threads: ThreadQueue | null;
  /** In the pause before a retry, with the timer that ends it; null once retries have stopped. */
  readonly retries = new Map<Run, Timer | null>();
  readonly #recovered = new Map<string, JournaledRun>();

  constructor(threads: ThreadQueue | null) {
    this.threads = threads;
  }

  /** Runs that wait for one of the runner's places, unordered except that the first is due first. */
  get queued(): readonly Run[] {
    return this.queue.items;
  }

  /** Runs that wait for a thread. */
  get unseated(): readonly Run[] {
    return this.threads?.waiting ?? [];
  }

  /** Runs that wait for the run before them in their chain. */
  get chained(): readonly Run[] {
    return this.chains.waiting;
  }

  /** Retries in their pause. */
  get retrying(): Iterable<Run> {
    return this.retries.keys();
  }

  /** Runs of dead runners that wait until the schedules are known. */
  get recovered(): Iterable<JournaledRun> {
    return this.#recovered.values();
  }

  /** How many wait for a place, a thread or the run before them. */
  get queuedCount(): number {
    return this.queued.length + this.unseated.length + this.chained.length;
  }

  get retryingCount(): number {
    return this.retries.size;
  }

  get isEmpty(): boolean {
    return this.queuedCount === 0 && this.retries.size === 0 && this.#recovered.size === 0;
  }

  /** All but the recovered ones. */
  *planned(): Iterable<Run> {
    yield* this.queued;
    yield* this.unseated;
    yield* this.chained;
    yield* this.retries.keys();
  }

  recover(run: JournaledRun): void {
    this.#recovered.set(run.runId, run);
  }

  /** A run leaves a pause or a dead runner's journal for another state. */
  leave(run: Run | JournaledRun): void {
    if (this.#recovered.size > 0) this.#recovered.delete(run.runId);
    if (run.origin === 'retry' && 'schedule' in run) this.#endPause(run);
  }

  /** Removes and returns the runs that match, those in chains first. */
  take(isTaken: (entry: WaitingEntry) => boolean): WaitingEntry[] {
    const isQueuedTaken = (run: Run) => isTaken({ state: 'queued', run });
    const queued = [
      ...this.chains.takeWaiting(isQueuedTaken),
      ...this.queue.takeWhere(isQueuedTaken),
      ...(this.threads?.takeWaiting(isQueuedTaken) ?? []),
    ].map((run) => ({ state: 'queued', run }) as const);
    const others: WaitingEntry[] = [
      ...Array.from(this.retries.keys(), (run) => ({ state: 'retrying', run }) as const),
      ...Array.from(this.#recovered.values(), (run) => ({ state: 'recovered', run }) as const),
    ].filter(isTaken);
    for (const { run } of others) this.leave(run);
    return [...queued, ...others];
  }

  #endPause(retry: Run): void {
    this.retries.get(retry)?.cancel();
    this.retries.delete(retry);
  }
}
