import type { JobOutput } from '../jobs/job-output.ts';
import type { Performance } from '../jobs/perform-job.ts';
import type { Run } from './run.ts';

/** A run whose start is in the journal. */
export interface StartedEntry {
  readonly run: Run;
  readonly startedAt: number;
}

export interface RunningEntry extends StartedEntry {
  /** When its timeout passed; null if it has not. */
  timedOutAt: number | null;
  /** When it was cancelled; null if it was not. */
  cancelledAt: number | null;
  /** True if its end has been reported although its function has not returned. */
  isReported: boolean;
  readonly isInline: boolean;
  readonly performance: Performance;
  readonly output: Pick<JobOutput, 'progress' | 'tail'>;
}

/** Written out: to copy the given parts takes a tenth of an async run's time. */
export function runningEntry({
  run,
  startedAt,
  isInline,
  performance,
  output,
}: Omit<RunningEntry, 'timedOutAt' | 'cancelledAt' | 'isReported'>): RunningEntry {
  return {
    run,
    startedAt,
    isInline,
    performance,
    output,
    timedOutAt: null,
    cancelledAt: null,
    isReported: false,
  };
}

/** The runs of a book that have started. Only the book changes them. */
export class StartedRuns {
  /** An array, not a map: entries deleted from a busy map survive into the garbage collector's old generation. */
  readonly #running: RunningEntry[] = [];
  /** Runs whose start is in the journal, and whose function has not been called yet or is being called. */
  #starting: readonly Run[] = [];
  #startingAt = 0;
  /** How many of those have been called. */
  #called = 0;
  #whenIdle: (() => void)[] = [];

  get running(): readonly RunningEntry[] {
    return this.#running;
  }

  /** Runs whose start is being reported and whose functions are being called, in this turn. */
  get starting(): readonly StartedEntry[] {
    return this.#starting.slice(this.#called).map((run) => ({ run, startedAt: this.#startingAt }));
  }

  get runningCount(): number {
    return this.#running.length;
  }

  /** What a successor has to record as interrupted if this process dies now. */
  get unreported(): readonly StartedEntry[] {
    return [...this.starting, ...this.#running.filter(({ isReported }) => !isReported)];
  }

  /** The jobs running in this thread; the one whose function is being called comes first. */
  *inline(): Iterable<string> {
    const called = this.#starting[this.#called];
    if (called !== undefined) yield called.schedule.jobKey;
    for (const { run, isInline } of this.#running) if (isInline) yield run.schedule.jobKey;
  }

  has(runId: string): boolean {
    const isIt = ({ run }: StartedEntry) => run.runId === runId;
    return this.#running.some(isIt) || this.starting.some(isIt);
  }

  /** Resolves when nothing is running. */
  idle(): Promise<void> {
    if (this.#running.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  begin(batch: readonly Run[], at: number): void {
    this.#starting = batch;
    this.#startingAt = at;
    this.#called = 0;
  }

  /** The first of the starting runs is running, has ended, or was put back. */
  leaveStarting(): void {
    this.#called += 1;
    if (this.#called === this.#starting.length) this.#starting = [];
  }

  add(entry: RunningEntry): void {
    this.#running.push(entry);
  }

  /** Its function has returned. */
  remove(entry: RunningEntry): void {
    this.#running.splice(this.#running.indexOf(entry), 1);
    if (this.#running.length === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
