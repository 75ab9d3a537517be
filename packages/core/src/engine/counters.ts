import type { LastRun, StatsDelta, StatsStore } from '../ports/index.ts';

interface Counts {
  runs: number;
  failures: number;
  missed: number;
  skipped: number;
  /** Overwritten in place: a new object a run would be most of what a busy runner's collector has to do. */
  readonly lastRun: { -readonly [K in keyof LastRun]: LastRun[K] };
}

/** What is counted of a run's end. */
export type CountedEnd = LastRun & {
  readonly scheduleId: string;
  readonly attempt: number;
  readonly coalescedCount: number;
};

/** What happened since the last write, by schedule; kept under every log policy. */
export class Counters {
  #counts = new Map<string, Counts>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  count(end: CountedEnd): void {
    const { status } = end;
    // A further attempt that never started is not another occurrence that was given up.
    const givenUp = end.attempt === 1 ? end.coalescedCount : 0;
    const counts = this.#countsOf(end.scheduleId);
    const { lastRun } = counts;
    lastRun.runId = end.runId;
    lastRun.status = status;
    lastRun.scheduledAt = end.scheduledAt;
    lastRun.runTime = end.runTime;
    lastRun.durationMs = end.durationMs;
    if (status === 'missed') counts.missed += givenUp;
    else if (status === 'skipped') counts.skipped += givenUp;
    else {
      counts.runs += 1;
      if (status !== 'success') counts.failures += 1;
    }
  }

  /** The newest runs that the store does not know yet, at most `limit` schedules. */
  freshLastRuns(limit: number): Record<string, LastRun> {
    const fresh: Record<string, LastRun> = {};
    let left = limit;
    for (const [scheduleId, { lastRun }] of this.#counts) {
      if (left-- === 0) break;
      fresh[scheduleId] = { ...lastRun };
    }
    return fresh;
  }

  /** Writes the counters in one batch; when the store refuses they are kept and the error goes on. */
  async flush(stats: StatsStore): Promise<void> {
    if (this.isEmpty) return;
    const flushed = this.#counts;
    this.#counts = new Map();
    try {
      await stats.add([...flushed].map(([scheduleId, counts]): StatsDelta => ({ scheduleId, ...counts })));
    } catch (error) {
      this.#putBack(flushed);
      throw error;
    }
  }

  #countsOf(scheduleId: string): Counts {
    const known = this.#counts.get(scheduleId);
    if (known !== undefined) return known;
    const lastRun = { runId: '', status: 'success' as const, scheduledAt: 0, runTime: 0, durationMs: null };
    const counts = { runs: 0, failures: 0, missed: 0, skipped: 0, lastRun };
    this.#counts.set(scheduleId, counts);
    return counts;
  }

  #putBack(flushed: Map<string, Counts>): void {
    for (const [scheduleId, old] of flushed) {
      const newer = this.#counts.get(scheduleId);
      if (newer === undefined) this.#counts.set(scheduleId, old);
      else {
        newer.runs += old.runs;
        newer.failures += old.failures;
        newer.missed += old.missed;
        newer.skipped += old.skipped;
      }
    }
  }
}
