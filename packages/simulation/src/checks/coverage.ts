import type { Execution } from '@zenpulse/core/domain';
import { occurrencesOf } from '../expander.ts';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';

/** By schedule, the instants that rows cover. */
export type Covered = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * A row with a count covers the newest occurrences up to its own. A row that was replaced by a record of its newest
 * occurrence counts too.
 */
export function coveredBy(site: Site, rows: readonly Execution[]): Covered {
  const covered = new Map<string, Set<number>>();
  const lists = new Map<
    string,
    { readonly all: readonly number[]; readonly indexOf: ReadonlyMap<number, number> }[]
  >();
  for (const regime of site.history.regimes) {
    const all = occurrencesOf(regime, site.world.wallAt);
    const indexOf = new Map(all.map((at, index) => [at, index]));
    lists.set(regime.scheduleId, [...(lists.get(regime.scheduleId) ?? []), { all, indexOf }]);
    covered.set(regime.scheduleId, new Set());
  }
  for (const { scheduleId, scheduledAt, attempt, origin, coalescedCount } of rows) {
    if (origin === 'manual' || attempt > 1) continue;
    for (const { all, indexOf } of lists.get(scheduleId) ?? []) {
      const index = indexOf.get(scheduledAt);
      if (index === undefined) continue;
      const known = covered.get(scheduleId);
      for (const at of all.slice(Math.max(0, index + 1 - coalescedCount), index + 1)) known?.add(at);
    }
  }
  for (const { scheduleId, scheduledAt } of rolledUpInVain(site, rows))
    covered.get(scheduleId)?.add(scheduledAt);
  return covered;
}

/**
 * Starts that left no trace, of a schedule with `onAmbiguous: 'run'`: a runner that merged them with later occurrences
 * may not have known that the newest one had reached the database.
 */
function rolledUpInVain({ truth, history }: Site, rows: readonly Execution[]): readonly Start[] {
  return truth.starts.filter(({ runnerId, scheduleId, scheduledAt, edit }) => {
    if (history.versions[edit]?.fields?.onAmbiguous !== 'run' || !truth.hasLostJournal(runnerId))
      return false;
    return rows.some(
      (row) =>
        row.scheduleId === scheduleId &&
        row.scheduledAt > scheduledAt &&
        row.id.startsWith(`${runnerId}-run-`),
    );
  });
}
