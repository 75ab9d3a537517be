import type { OccurrenceDto, ScheduleItem } from '@zenpulse/contract';

type Entry = NonNullable<ScheduleItem['exceptions']>[number];
/** What a person changed of one occurrence, and can take back. */
type Change = Exclude<Entry, { readonly kind: 'pause' }>;

/** A run to come, or one that does not come. */
export interface ComingRow {
  /** ISO. */
  readonly at: string;
  /** `moved-away`: runs at another time instead; `closed`: in a blackout window. */
  readonly kind: 'due' | 'skipped' | 'moved-away' | 'moved-here' | 'planned' | 'closed';
  /** Null: the trigger's own. */
  readonly change: Change | null;
}

/**
 * The next runs as they stand after `now`, in order: the occurrences that the server lists, with what was changed of them, and
 * changes that lie further ahead.
 */
export function comingRows(
  items: readonly OccurrenceDto[],
  exceptions: ScheduleItem['exceptions'],
  now: number,
): readonly ComingRow[] {
  const changes = (exceptions ?? []).filter((entry): entry is Change => entry.kind !== 'pause');
  const rows = new Map<string, ComingRow>();
  for (const { scheduledAt: at, fate, reason } of items) {
    if (fate === 'pending') rows.set(at, { at, kind: 'due', change: null });
    else if (fate === 'not-in-effect' && reason === 'blackout')
      rows.set(at, { at, kind: 'closed', change: null });
  }
  for (const change of changes) {
    if (change.kind === 'skip') rows.set(change.at, { at: change.at, kind: 'skipped', change });
    if (change.kind === 'run') rows.set(change.at, { at: change.at, kind: 'planned', change });
    if (change.kind === 'move') rows.set(change.at, { at: change.at, kind: 'moved-away', change });
  }
  // Last: an instant that was skipped may be the new time of another one.
  for (const change of changes) {
    if (change.kind === 'move') rows.set(change.to, { at: change.to, kind: 'moved-here', change });
  }
  return [...rows.values()]
    .filter(({ at, change }) => Date.parse(at) > now && (change === null || isOpen(change, now)))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** It has not taken effect yet. */
function isOpen(change: Change, now: number): boolean {
  return Date.parse(change.kind === 'move' ? change.to : change.at) > now;
}
