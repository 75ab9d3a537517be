import type { Schedule, StoredSchedule } from '../domain/index.ts';

/** What has to change in memory so that it equals the store. */
export interface Reconciliation {
  readonly add: readonly Schedule[];
  readonly replace: readonly Schedule[];
  readonly remove: readonly string[];
}

/**
 * Compares changed rows with the schedules that fall due now. A row that is disabled or damaged does not; `remaining`
 * (when given) names all rows that still exist.
 */
export function reconcile(
  firing: { has(id: string): boolean; keys(): Iterable<string> },
  changed: readonly StoredSchedule[],
  remaining: ReadonlySet<string> | null,
): Reconciliation {
  const add: Schedule[] = [];
  const replace: Schedule[] = [];
  const remove: string[] = [];
  for (const row of changed) {
    // Read as changed and deleted a moment later: it is gone.
    if (remaining?.has(row.isDamaged ? row.damaged.id : row.schedule.id) === false) continue;
    if (row.isDamaged) {
      if (firing.has(row.damaged.id)) remove.push(row.damaged.id);
      continue;
    }
    const { schedule } = row;
    if (!schedule.enabled) {
      if (firing.has(schedule.id)) remove.push(schedule.id);
    } else if (firing.has(schedule.id)) replace.push(schedule);
    else add.push(schedule);
  }
  if (remaining !== null) {
    for (const id of firing.keys()) if (!remaining.has(id)) remove.push(id);
  }
  return { add, replace, remove };
}
