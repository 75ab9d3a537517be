import type { LastRun, StatsDelta, StatsStore } from '../ports/index.ts';
import type { RunResult } from './executor.ts';

interface Counts {
  runs: number;
  failures: number;
  missed: number;
  skipped: number;
  lastRun: LastRun;
}

/** What happened since the last write, by schedule; kept under every log policy. */
export class Counters {
  #counts = new Map<string, Counts>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  count({ run, status, runTime, durationMs }: RunResult): void {
    const { runId, scheduledAt } = run;
    const lastRun = { runId, status, scheduledAt, runTime, durationMs };
    const known = this.#counts.get(run.schedule.id);
    const counts = known ?? { runs: 0, failures: 0, missed: 0, skipped: 0, lastRun };
    counts.lastRun = lastRun;
    if (status === 'missed') counts.missed += run.coalescedCount;
    else if (status === 'skipped') counts.skipped += 1;
    else {
      counts.runs += 1;
      if (status !== 'success') counts.failures += 1;
    }
    if (known === undefined) this.#counts.set(run.schedule.id, counts);
  }

  /** The newest runs that the store does not know yet, at most `limit` schedules. */
  freshLastRuns(limit: number): Record<string, LastRun> {
    const fresh: Record<string, LastRun> = {};
    let left = limit;
    for (const [scheduleId, { lastRun }] of this.#counts) {
      if (left-- === 0) break;
      fresh[scheduleId] = lastRun;
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
