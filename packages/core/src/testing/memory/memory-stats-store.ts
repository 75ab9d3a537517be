import type { StatsDelta, StatsStore } from '../../ports/index.ts';

export interface MemoryStatsStore extends StatsStore {
  /** The sums of one schedule; zeros when nothing was counted. */
  totals(scheduleId: string): Omit<StatsDelta, 'scheduleId' | 'lastRun'>;
}

export function createMemoryStatsStore(): MemoryStatsStore {
  const rows = new Map<string, StatsDelta>();
  return {
    add: async (deltas) => {
      for (const delta of deltas) {
        const known = rows.get(delta.scheduleId);
        rows.set(delta.scheduleId, known === undefined ? { ...delta } : sum(known, delta));
      }
    },
    lastRuns: async (scheduleIds) =>
      new Map(
        scheduleIds.flatMap((id) => {
          const row = rows.get(id);
          return row === undefined ? [] : [[id, { ...row.lastRun }] as const];
        }),
      ),
    totals: (scheduleId) => {
      const { runs = 0, failures = 0, missed = 0, skipped = 0 } = rows.get(scheduleId) ?? {};
      return { runs, failures, missed, skipped };
    },
  };
}

function sum(
  known: StatsDelta,
  { scheduleId, runs, failures, missed, skipped, lastRun }: StatsDelta,
): StatsDelta {
  return {
    scheduleId,
    runs: known.runs + runs,
    failures: known.failures + failures,
    missed: known.missed + missed,
    skipped: known.skipped + skipped,
    lastRun: { ...lastRun },
  };
}
