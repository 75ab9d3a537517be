import {
  addRunEnd,
  mergedRunInstants,
  NO_RUN_INSTANTS,
  type MutableRunInstants,
  type RunEnd,
  type RunInstants,
} from '../../domain/index.ts';
import type { LastRun, StatsBatch, StatsDelta, StatsStore } from '../../ports/index.ts';

interface Counts {
  runs: number;
  failures: number;
  missed: number;
  skipped: number;
  /** Changed in place, like `lastRun`. */
  readonly instants: MutableRunInstants;
  /** Changed in place: a new object per run would be most of a busy runner's garbage. */
  readonly lastRun: { -readonly [K in keyof LastRun]: LastRun[K] };
}

/** The part of a run's end that is counted. */
export type CountedEnd = LastRun &
  RunEnd & {
    readonly scheduleId: string;
    readonly coalescedCount: number;
  };

/** Sent, but not confirmed: it is sent again unchanged under the same number. */
interface Unconfirmed {
  readonly batch: StatsBatch;
  readonly counts: ReadonlyMap<string, Counts>;
}

/** What happened since the last write, by schedule; kept under every log policy. */
export class Counters {
  readonly #writer: string;
  #counts = new Map<string, Counts>();
  #unconfirmed: Unconfirmed | null = null;
  #number = 0;

  /** `writer` identifies this process's batches; no other process may use it. */
  constructor(writer: string) {
    this.#writer = writer;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#unconfirmed === null;
  }

  count(end: CountedEnd): void {
    const { status } = end;
    // A retry that never started is not another occurrence that was given up.
    const givenUp = end.attempt === 1 ? end.coalescedCount : 0;
    const counts = this.#countsOf(end.scheduleId);
    const { lastRun } = counts;
    if (end.runTime >= lastRun.runTime) {
      lastRun.runId = end.runId;
      lastRun.status = status;
      lastRun.scheduledAt = end.scheduledAt;
      lastRun.runTime = end.runTime;
      lastRun.durationMs = end.durationMs;
    }
    addRunEnd(counts.instants, end);
    if (status === 'missed') counts.missed += givenUp;
    else if (status === 'skipped') counts.skipped += givenUp;
    else {
      counts.runs += 1;
      if (status !== 'success') counts.failures += 1;
    }
  }

  /** The newest runs that the store may not know yet, for at most `limit` schedules. */
  freshLastRuns(limit: number): Record<string, LastRun> {
    const fresh: Record<string, LastRun> = {};
    for (const [scheduleId, { lastRun }] of this.#fresh(limit)) fresh[scheduleId] ??= { ...lastRun };
    return fresh;
  }

  /** The instants of these and earlier runs, from which their schedules' states are derived. */
  freshInstants(limit: number): Record<string, RunInstants> {
    const fresh: Record<string, RunInstants> = {};
    for (const [scheduleId, { instants }] of this.#fresh(limit)) {
      const newer = fresh[scheduleId];
      fresh[scheduleId] = newer === undefined ? { ...instants } : mergedRunInstants(instants, newer);
    }
    return fresh;
  }

  /** For at most `limit` schedules; a schedule with an unconfirmed batch comes twice, the newer counts first. */
  *#fresh(limit: number): Iterable<readonly [string, Counts]> {
    const seen = new Set<string>();
    for (const counts of [this.#counts, this.#unconfirmed?.counts ?? []]) {
      for (const entry of counts) {
        if (!seen.has(entry[0]) && seen.size === limit) return;
        seen.add(entry[0]);
        yield entry;
      }
    }
  }

  /**
   * Writes one batch. If the store fails, the batch is kept and the error is thrown: the write may have succeeded with
   * its answer lost, so the next call sends the same batch under the same number, and a later one what is newer.
   */
  async flush(stats: Pick<StatsStore, 'add'>): Promise<void> {
    if (this.#unconfirmed === null && this.#counts.size > 0) {
      this.#number += 1;
      this.#unconfirmed = { batch: { writer: this.#writer, number: this.#number }, counts: this.#counts };
      this.#counts = new Map();
    }
    await this.#send(stats);
  }

  async #send(stats: Pick<StatsStore, 'add'>): Promise<void> {
    if (this.#unconfirmed === null) return;
    const { batch, counts } = this.#unconfirmed;
    const deltas = [...counts].map(([scheduleId, { instants, ...delta }]): StatsDelta => ({
      scheduleId,
      ...delta,
      ...instants,
    }));
    await stats.add(deltas, batch);
    this.#unconfirmed = null;
  }

  #countsOf(scheduleId: string): Counts {
    const known = this.#counts.get(scheduleId);
    if (known !== undefined) return known;
    const lastRun = {
      runId: '',
      status: 'success' as const,
      scheduledAt: 0,
      runTime: -Infinity,
      durationMs: null,
    };
    const counts = { runs: 0, failures: 0, missed: 0, skipped: 0, instants: { ...NO_RUN_INSTANTS }, lastRun };
    this.#counts.set(scheduleId, counts);
    return counts;
  }
}
