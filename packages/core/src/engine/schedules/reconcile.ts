import type { Schedule, StoredSchedule } from '../../domain/index.ts';

/** What has to change in memory so that it equals the store. */
export interface Reconciliation {
  readonly add: readonly Schedule[];
  readonly replace: readonly Schedule[];
  readonly remove: readonly string[];
}

/** What was read. `remaining`: the ids of all rows; null where only `deleted` ones are known to be gone. */
export interface ReadRows {
  readonly changed: readonly StoredSchedule[];
  readonly deleted: readonly string[];
  readonly remaining: ReadonlySet<string> | null;
}

/** Compares what was read with the schedules that fall due now. A row that is disabled or damaged does not. */
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
