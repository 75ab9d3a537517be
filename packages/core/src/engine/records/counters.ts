import type { LastRun, StatsBatch, StatsDelta, StatsStore } from '../../ports/index.ts';

interface Counts {
  runs: number;
  failures: number;
  missed: number;
  skipped: number;
  lastSuccessAt: number | null;
  /** Overwritten in place: a new object a run would be most of what a busy runner's collector has to do. */
  readonly lastRun: { -readonly [K in keyof LastRun]: LastRun[K] };
}

/** What is counted of a run's end. */
export type CountedEnd = LastRun & {
  readonly scheduleId: string;
  readonly attempt: number;
  readonly coalescedCount: number;
};

/** Sent, and not known to have arrived: it is sent again as it is, under its number. */
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

  /** `writer` identifies this process's batches: no other process may use it. */
  constructor(writer: string) {
    this.#writer = writer;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#unconfirmed === null;
  }

  count(end: CountedEnd): void {
    const { status } = end;
    // A further attempt that never started is not another occurrence that was given up.
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
    if (status === 'success')
      counts.lastSuccessAt = Math.max(counts.lastSuccessAt ?? end.runTime, end.runTime);
    if (status === 'missed') counts.missed += givenUp;
    else if (status === 'skipped') counts.skipped += givenUp;
    else {
      counts.runs += 1;
      if (status !== 'success') counts.failures += 1;
    }
  }

  /** The newest runs that the store may not know yet, of at most `limit` schedules. */
  freshLastRuns(limit: number): Record<string, LastRun> {
    const fresh: Record<string, LastRun> = {};
    let left = limit;
    for (const counts of [this.#counts, this.#unconfirmed?.counts ?? []]) {
      for (const [scheduleId, { lastRun }] of counts) {
        if (fresh[scheduleId] !== undefined) continue;
        if (left-- <= 0) return fresh;
        fresh[scheduleId] = { ...lastRun };
      }
    }
    return fresh;
  }

  /**
   * Writes one batch. When the store refuses, the batch is kept and the error goes on: the write may have arrived and only
   * its answer been lost, so the next call sends the same batch under the same number, and the one after it what is newer.
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
    const deltas = [...counts].map(([scheduleId, delta]): StatsDelta => ({ scheduleId, ...delta }));
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
    const counts = { runs: 0, failures: 0, missed: 0, skipped: 0, lastSuccessAt: null, lastRun };
    this.#counts.set(scheduleId, counts);
    return counts;
  }
}
