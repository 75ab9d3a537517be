import type { ChangeRecord, RecordedValues } from '@zenpulse/core/domain';
import { table } from './table.ts';
import { zonedTimeAndZone } from './zoned-time.ts';

/** The changes, one a line. */
export function changeTable(changes: readonly ChangeRecord[]): string {
  const rows = changes.map((change) => [
    zonedTimeAndZone(change.at, 'UTC'),
    change.actor === null ? change.origin : `${change.actor} (${change.origin})`,
    change.action,
    nameOf(change),
    [whatOf(change), change.reason ?? ''].filter((text) => text !== '').join(' · '),
    change.id,
  ]);
  return table(['when', 'who', 'what', 'schedule', 'changed', 'id'], rows);
}

function nameOf({ jobKey, variant }: ChangeRecord): string {
  return variant === null || variant === '' ? (jobKey ?? '') : `${jobKey} (${variant})`;
}

/** Fields that follow from others. */
const DERIVED = new Set(['anchorAt', 'effectiveFrom', 'pausedFrom']);

function whatOf({ action, before, after }: ChangeRecord): string {
  if (before === null || after === null)
    return action === 'create' || action === 'delete' ? '' : values(after);
  return Object.keys(after)
    .filter((name) => !DERIVED.has(name))
    .map((name) => `${name}: ${text(before[name])} → ${text(after[name])}`)
    .join(', ');
}

function values(after: RecordedValues | null): string {
  if (after === null || 'jobKey' in after) return '';
  return Object.entries(after)
    .map(([name, value]) => `${name}: ${text(value)}`)
    .join(', ');
}

function text(value: unknown): string {
  const json = JSON.stringify(value ?? null);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
