import type { Schedule, StoredSchedule } from '../../domain/index.ts';

/** The changes that make the memory equal to the store. */
export interface Reconciliation {
  readonly add: readonly Schedule[];
  readonly replace: readonly Schedule[];
  readonly remove: readonly string[];
}

/** The rows that were read. `remaining`: the ids of all rows; null if only those in `deleted` are known to be gone. */
export interface ReadRows {
  readonly changed: readonly StoredSchedule[];
  readonly deleted: readonly string[];
  readonly remaining: ReadonlySet<string> | null;
}

/** Compares the rows with the schedules that fire. Disabled and damaged rows do not fire. */
export function reconcile(
  firing: { has(id: string): boolean; keys(): Iterable<string> },
  { changed, deleted, remaining }: ReadRows,
): Reconciliation {
  const add: Schedule[] = [];
  const replace: Schedule[] = [];
  const remove = deleted.filter((id) => firing.has(id));
  for (const row of changed) {
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
