import type { JobThreads, ThreadSeat } from '../../ports/index.ts';
import { MinHeap } from '../schedules/min-heap.ts';
import type { Run } from '../runs/run.ts';

/**
 * Runs that wait for a thread, by due time. A run that gets a thread returns to the executor's queue and starts under
 * the same rules as all others.
 */
export class ThreadQueue {
  readonly #threads: JobThreads;
  readonly #mayStart: (run: Run) => boolean;
  readonly #onReady: (run: Run) => void;
  readonly #waiting = new MinHeap<Run>();
  /** Runs whose thread is being prepared. */
  readonly #boarding = new Map<Run, ThreadSeat>();
  /** Runs whose thread is ready. */
  readonly #seated = new Map<Run, ThreadSeat>();
  #taken = 0;

  constructor(threads: JobThreads, mayStart: (run: Run) => boolean, onReady: (run: Run) => void) {
    this.#threads = threads;
    this.#mayStart = mayStart;
    this.#onReady = onReady;
  }

  /** Runs without a ready thread. */
  get waiting(): readonly Run[] {
    return [...this.#waiting.items, ...this.#boarding.keys()];
  }

  isSeated(run: Run): boolean {
    return this.#seated.has(run);
  }

  add(run: Run): void {
    this.#waiting.push(run, run.dueAt);
    this.fill();
  }

  /** Takes threads for runs that may start, while there are any. */
  fill(): void {
    while (this.#taken < this.#threads.size) {
      const run = this.#waiting.peek();
      if (run === undefined || !this.#mayStart(run)) return;
      this.#waiting.pop();
      this.#board(run);
    }
  }

  /** Returns the thread of a run that starts. */
  take(run: Run): ThreadSeat {
    const seat = this.#seated.get(run);
    if (seat === undefined) throw new Error(`expected a thread for the run ${run.runId}, got none`);
    this.#seated.delete(run);
    return seat;
  }

  /** Called for a run that will not start: frees its thread, if it has one. */
  leave(run: Run): void {
    const seat = this.#boarding.get(run) ?? this.#seated.get(run);
    this.#boarding.delete(run);
    this.#seated.delete(run);
    seat?.leave();
  }

  /** Removes and returns the waiting runs that match. */
  takeWaiting(isTaken: (run: Run) => boolean): readonly Run[] {
    const taken = [...this.#waiting.takeWhere(isTaken), ...[...this.#boarding.keys()].filter(isTaken)];
    for (const run of taken) this.leave(run);
    return taken;
  }

  #board(run: Run): void {
    this.#taken += 1;
    const seat = this.#threads.seat(() => {
      if (!this.#boarding.delete(run)) return;
      this.#seated.set(run, seat);
      this.#onReady(run);
    });
    this.#boarding.set(run, seat);
    void seat.released.then(() => {
      this.#taken -= 1;
      this.fill();
    });
  }
}
