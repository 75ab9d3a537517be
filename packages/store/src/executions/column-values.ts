import { isPlainObject } from '@zenpulse/core/domain';
import type { ColumnKind } from '../sql/column.ts';
import { isoOrValue } from '../sql/iso-or-value.ts';

/** A value as the table holds it. `timestamp` converts an instant for the database. */
export function writtenValue(
  kind: ColumnKind,
  value: unknown,
  timestamp: (epochMs: number) => string | null,
): unknown {
  if (value === null) return null;
  if (kind === 'instant') return timestamp(Number(value));
  return kind === 'list' || kind === 'object' ? JSON.stringify(value) : value;
}

/** A value of the table as a field. JSON of another form, as after SQL by hand, is read as null. */
export function readValue(
  kind: ColumnKind,
  value: unknown,
  readInstant: (value: unknown) => number,
): unknown {
  switch (kind) {
    case 'instant':
      return readInstant(value);
    case 'isoInstant':
      return isoOrValue(value, readInstant(value));
    case 'whole':
    case 'decimal':
      return value === null ? null : Number(value);
    case 'list': {
      const list = jsonIn(value);
      return Array.isArray(list) ? list.map(String) : null;
    }
    case 'object': {
      const object = jsonIn(value);
      return isPlainObject(object) ? object : null;
    }
    case 'name':
    case 'text':
    case 'boolean':
      break;
  }
  return value;
}

function jsonIn(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : null;
  } catch {
    return null;
  }
}
