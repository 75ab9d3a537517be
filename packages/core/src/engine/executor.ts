import { isTooLate, type Outcome, type Reason, type Schedule } from '../domain/index.ts';
import type { Clock, Logger } from '../ports/index.ts';
import { ChainBook } from './chain-book.ts';
import { JobOutput } from './job-output.ts';
import type { RegisteredJob } from './job-registry.ts';
import { MinHeap } from './min-heap.ts';
import { performJob, type Performance } from './perform-job.ts';
import type { Run } from './run.ts';
import { Slots } from './slots.ts';

/** Starts in one turn of the event loop before others get theirs: jobs that end at once would start the next for ever. */
const SLICE_MS = 5;

/** A run's end, or why it did not begin. */
export interface RunResult {
  readonly run: Run;
  readonly status: Outcome;
  readonly reason: Reason | null;
  /** When it started; of a run that never started, when that was decided. */
  readonly runTime: number;
  readonly durationMs: number | null;
  readonly thrown: { readonly value: unknown } | null;
  readonly output: string | null;
}

export interface ExecutorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
  readonly jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly newRunId: () => string;
  /** Synchronous, asked in the very turn of each start. */
  readonly mayStart: () => boolean;
  readonly onResult: (result: RunResult) => void;
  readonly onChange: () => void;
}

interface Active {
  readonly run: Run;
  readonly startedAt: number;
  readonly performance: Performance;
}

/**
 * Runs jobs: a run takes a slot of its schedule (`maxInstances`), waits in order of due time for one of the
 * runner's places (`concurrency`), is tested against its grace at its real start, performed, and reported once.
 *
 *   submitted ─▶ skipped | queued ─▶ missed | running ─▶ success | fail | timeout | interrupted
 */
export class Executor {
  readonly #deps: ExecutorDeps;
  readonly #slots = new Slots();
  readonly #queue = new MinHeap<Run>((run) => run.scheduledAt);
  readonly #chains = new ChainBook();
  /** A list, not a map: a map that comes and goes drags its dead entries into the old generation. */
  readonly #active: Active[] = [];
  #waitingDone: (() => void)[] = [];
  /** Until when this turn may start runs; null when it has started none. */
  #sliceEnd: number | null = null;

  constructor(deps: ExecutorDeps) {
    this.#deps = deps;
  }

  get active(): Iterable<Active> {
    return this.#active;
  }

  get activeCount(): number {
    return this.#active.length;
  }

  /** Takes one run: starts it, queues it, or reports it `skipped` when its schedule's slots are taken. */
  submit(run: Run): void {
    if (!this.#slots.take(run.schedule.id, run.schedule.maxInstances)) {
      this.#reportUnstarted(run, 'skipped', 'max-instances');
      return;
    }
    this.#enqueue(run);
  }

  /** Takes several occurrences that run one after the other in one slot, oldest first. */
  submitChain(schedule: Schedule, instants: readonly number[]): void {
    const runs = instants.map((at) => this.#chainRun(schedule, at));
    const [first, ...rest] = runs;
    if (first === undefined) return;
    if (!this.#slots.take(schedule.id, schedule.maxInstances)) {
      for (const run of runs) this.#reportUnstarted(run, 'skipped', 'max-instances');
      return;
    }
    this.#chains.open(schedule.id, rest, first.runId);
    this.#enqueue(first);
  }

  /** Adds occurrences to the schedule's chain: the ones that had to make way; null when it has no chain. */
  joinChain(schedule: Schedule, instants: readonly number[]): readonly number[] | null {
    if (!this.#chains.has(schedule.id)) return null;
    const runs = instants.map((at) => this.#chainRun(schedule, at));
    return this.#chains.join(schedule.id, runs).map(({ scheduledAt }) => scheduledAt);
  }

  /** Gives up the waiting runs that are named; what runs goes on. */
  cancelWaiting(isCancelled: (run: Run) => boolean, reason: 'cancelled' | 'runner-stopped'): void {
    const kept: Run[] = [];
    const cancelled: Run[] = [];
    for (let run = this.#queue.pop(); run !== undefined; run = this.#queue.pop()) {
      (isCancelled(run) ? cancelled : kept).push(run);
    }
    for (const run of kept) this.#queue.push(run);
    for (const run of this.#chains.takeWaiting(isCancelled))
      this.#reportUnstarted(run, unstarted(reason), reason);
    for (const run of cancelled) {
      this.#reportUnstarted(run, unstarted(reason), reason);
      this.#free(run);
    }
  }

  /** Starts queued runs while there are places, for a slice of a turn. Called on its own after each end. */
  pump(): void {
    while (this.#active.length < this.#deps.concurrency && this.#queue.size > 0 && this.#deps.mayStart()) {
      if (this.#isSliceOver()) return;
      this.#begin(this.#queue.pop() as Run);
    }
  }

  /** Resolves when nothing runs any more. */
  idle(): Promise<void> {
    if (this.#active.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingDone.push(resolve));
  }

  /** Aborts everything that runs; each is reported `interrupted` if it does not end by itself at once. */
  abortAll(reason: string): void {
    for (const { performance } of this.#active) performance.interrupt(new Error(reason));
  }

  #chainRun(schedule: Schedule, scheduledAt: number): Run {
    const runId = this.#deps.newRunId();
    return { runId, schedule, scheduledAt, origin: 'schedule', attempt: 1, coalescedCount: 1 };
  }

  #enqueue(run: Run): void {
    this.#queue.push(run);
    this.pump();
  }

  /** The first question of a turn opens its slice, and asks for the next turn. */
  #isSliceOver(): boolean {
    const { clock } = this.#deps;
    if (this.#sliceEnd !== null) return clock.monotonic() >= this.#sliceEnd;
    this.#sliceEnd = clock.monotonic() + SLICE_MS;
    clock.yieldTo(() => {
      this.#sliceEnd = null;
      this.pump();
    });
    return false;
  }

  #begin(run: Run): void {
    const startedAt = this.#deps.clock.now();
    const { schedule } = run;
    if (run.origin === 'schedule' && isTooLate(run.scheduledAt, startedAt, schedule.misfireGraceTime)) {
      this.#reportUnstarted(run, 'missed', 'grace');
      this.#free(run);
      return;
    }
    const job = this.#deps.jobOf(schedule.jobKey);
    if (job === undefined) {
      this.#reportUnstarted(run, 'skipped', 'unknown-job');
      this.#free(run);
      return;
    }
    this.#perform(run, job, startedAt);
  }

  #perform(run: Run, job: RegisteredJob, startedAt: number): void {
    const { clock, logger } = this.#deps;
    const output = new JobOutput(logger, { jobKey: job.key, runId: run.runId });
    const performance = performJob({ run, job, clock, output });
    const active = { run, startedAt, performance };
    this.#active.push(active);
    this.#deps.onChange();
    void performance.outcome.then(({ status, durationMs, thrown }) => {
      const reason = status === 'interrupted' ? ('runner-stopped' as const) : null;
      this.#deps.onResult({
        run,
        status,
        reason,
        runTime: startedAt,
        durationMs,
        thrown,
        output: output.text,
      });
    });
    void performance.settled.then(() => {
      this.#active.splice(this.#active.indexOf(active), 1);
      this.#free(run);
      this.#deps.onChange();
      this.pump();
      if (this.#active.length === 0) for (const resolve of this.#waitingDone.splice(0)) resolve();
    });
  }

  /** A run has left its slot: its chain goes on in it, or it becomes free. */
  #free(run: Run): void {
    const next = this.#chains.next(run);
    if (next === null) this.#slots.release(run.schedule.id);
    else this.#queue.push(next);
  }

  #reportUnstarted(run: Run, status: Outcome, reason: RunResult['reason']): void {
    const runTime = this.#deps.clock.now();
    this.#deps.onResult({ run, status, reason, runTime, durationMs: null, thrown: null, output: null });
  }
}

/** A stop loses a run that was promised; a disabled schedule's run was taken back on purpose. */
function unstarted(reason: 'cancelled' | 'runner-stopped'): Outcome {
  return reason === 'cancelled' ? 'skipped' : 'interrupted';
}
