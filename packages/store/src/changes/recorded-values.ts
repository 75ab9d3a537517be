import type { RecordedValues } from '@zenpulse/core/domain';
import { SCHEDULE_COLUMNS } from '../schedules/schedule-columns.ts';
import type { ColumnKind } from '../sql/column.ts';
import { jsonOrText } from '../sql/json-or-text.ts';

/**
 * The values of a recorded change. Those that a database's trigger wrote are converted: booleans are numbers there,
 * objects and lists are texts, and every instant is a number.
 */
export function readRecorded(text: unknown): RecordedValues | null {
  const values = jsonOrText(text);
  if (typeof values !== 'object' || values === null) return null;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, readValue(kindOf(name), value)]),
  );
}

function kindOf(name: string): ColumnKind | null {
  return Object.hasOwn(SCHEDULE_COLUMNS, name)
    ? SCHEDULE_COLUMNS[name as keyof typeof SCHEDULE_COLUMNS].kind
    : null;
}

function readValue(kind: ColumnKind | null, value: unknown): unknown {
  if (kind === 'boolean') return value === 0 || value === 1 ? value === 1 : value;
  if (kind === 'object' || kind === 'list') return jsonOrText(value);
  if (kind === 'isoInstant') return typeof value === 'number' ? isoOf(value) : value;
  return value;
}

function isoOf(epochMs: number): string | number {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? epochMs : date.toISOString();
}
