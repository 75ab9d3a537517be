import { mergedRunInstants, NO_RUN_INSTANTS, type RunInstants } from '../../domain/index.ts';
import type { StatsDelta, StatsStore, StatsTotals } from '../../ports/index.ts';
import { createMemoryFiguresStore, type MemoryFiguresStore } from './memory-figures-store.ts';

export interface MemoryStatsStore extends StatsStore {
  /** The totals of one schedule; zeros if nothing was counted. */
  totals(scheduleId: string): StatsTotals;
  /** By what one schedule is judged. */
  instants(scheduleId: string): RunInstants;
  /** The time of its newest run; null if nothing was counted. */
  lastRunAt(scheduleId: string): number | null;
}

/** `figures`: where the figures of each batch are added. */
export function createMemoryStatsStore(
  figures: Pick<MemoryFiguresStore, 'apply'> = createMemoryFiguresStore(),
): MemoryStatsStore {
  const rows = new Map<string, StatsDelta>();
  const applied = new Map<string, number>();
  return {
    add: async (deltas, { writer, number }, delta) => {
      if ((applied.get(writer) ?? 0) >= number) return;
      applied.set(writer, number);
      figures.apply(delta);
      for (const delta of deltas) {
        const known = rows.get(delta.scheduleId);
        rows.set(delta.scheduleId, known === undefined ? { ...delta } : sum(known, delta));
      }
    },
    appliedBatches: async () => JSON.stringify([...applied]),
    lastRuns: async (scheduleIds) =>
      new Map(
        scheduleIds.flatMap((id) => {
          const row = rows.get(id);
          return row === undefined ? [] : [[id, { ...row.lastRun }] as const];
        }),
      ),
    lastSuccesses: async (scheduleIds) =>
      new Map(
        scheduleIds.flatMap((id) => {
          const at = rows.get(id)?.lastSuccessAt ?? null;
          return at === null ? [] : [[id, at] as const];
        }),
      ),
    instantsOf: async (scheduleIds) =>
      new Map(
        scheduleIds.flatMap((id) => {
          const row = rows.get(id);
          return row === undefined ? [] : [[id, instantsIn(row)] as const];
        }),
      ),
    totalsOf: async (scheduleIds) =>
      new Map(scheduleIds.filter((id) => rows.has(id)).map((id) => [id, totalsIn(rows.get(id))] as const)),
    instants: (scheduleId) => instantsIn(rows.get(scheduleId) ?? NO_RUN_INSTANTS),
    lastRunAt: (scheduleId) => rows.get(scheduleId)?.lastRun.runTime ?? null,
    totals: (scheduleId) => totalsIn(rows.get(scheduleId)),
  };
}

function totalsIn(row: StatsDelta | undefined): StatsTotals {
  const { runs = 0, failures = 0, missed = 0, skipped = 0 } = row ?? {};
  return { runs, failures, missed, skipped };
}

function instantsIn({
  lastStartedAt,
  lastSuccessAt,
  lastFailedAt,
  failingSince,
  lastMissedAt,
}: RunInstants): RunInstants {
  return { lastStartedAt, lastSuccessAt, lastFailedAt, failingSince, lastMissedAt };
}

function sum(known: StatsDelta, delta: StatsDelta): StatsDelta {
  const { scheduleId, runs, failures, missed, skipped, lastRun } = delta;
  return {
    scheduleId,
    runs: known.runs + runs,
    failures: known.failures + failures,
    missed: known.missed + missed,
    skipped: known.skipped + skipped,
    lastRun: { ...(lastRun.runTime < known.lastRun.runTime ? known.lastRun : lastRun) },
    ...mergedRunInstants(known, delta),
  };
}
