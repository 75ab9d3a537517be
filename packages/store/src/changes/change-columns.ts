import type { ChangeRecord } from '@zenpulse/core/domain';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import type { FiguresDialect } from '../figures/figures-dialect.ts';
import { readRecorded } from './recorded-values.ts';

/** The differences between the databases' SQL about changes. */
export type ChangeDialect = Pick<FiguresDialect, 'instant' | 'sentInstant' | 'readInstant' | 'isOneOf'>;

/** The columns of `zenpulse_change`, the same on every database; besides them `is_open`. */
const CHANGE_COLUMNS = {
  id: 'id',
  at: 'at',
  actor: 'actor',
  origin: 'origin',
  scheduleId: 'schedule_id',
  jobKey: 'job_key',
  variant: 'variant',
  action: 'action',
  before: 'before',
  after: 'after',
  reason: 'reason',
  bulkId: 'bulk_id',
  revertOf: 'revert_of',
} as const satisfies Record<keyof ChangeRecord, string>;

const FIELDS = Object.keys(CHANGE_COLUMNS) as (keyof ChangeRecord)[]; // the object has no other keys
const names = FIELDS.map((field) => `"${CHANGE_COLUMNS[field]}"`).join(', ');

/** A row as the database returns it. */
export type ChangeRow = Readonly<Record<keyof ChangeRecord, unknown>>;

export function changeFields(dialect: ChangeDialect): Sql {
  return join(
    FIELDS.map((field) => {
      const column = CHANGE_COLUMNS[field];
      return sql`${field === 'at' ? dialect.sentInstant(column) : raw(`"${column}"`)} AS ${raw(`"${field}"`)}`;
    }),
  );
}

export function readChange(row: ChangeRow, dialect: ChangeDialect): ChangeRecord {
  return {
    ...(row as unknown as ChangeRecord), // only these three have another form
    at: dialect.readInstant(row.at),
    before: readRecorded(row.before),
    after: readRecorded(row.after),
  };
}

/** How many rows one statement inserts. */
const ROWS_AT_ONCE = 200;

/** The statements that insert the changes; `isOpen`: until the schedules' own changes are written. */
export function insertChanges(
  changes: readonly ChangeRecord[],
  dialect: ChangeDialect,
  isOpen: boolean,
): Sql[] {
  const statements: Sql[] = [];
  for (let start = 0; start < changes.length; start += ROWS_AT_ONCE) {
    const rows = changes.slice(start, start + ROWS_AT_ONCE).map((change) => {
      const values = FIELDS.map((field) => valueOf(change, field, dialect));
      return sql`(${join(values)}, ${raw(isOpen ? 'true' : 'false')})`;
    });
    statements.push(sql`INSERT INTO "zenpulse_change" (${raw(names)}, "is_open") VALUES ${join(rows)}`);
  }
  return statements;
}

function valueOf(change: ChangeRecord, field: keyof ChangeRecord, dialect: ChangeDialect): Sql {
  if (field === 'at') return dialect.instant(change.at);
  const value = change[field];
  return sql`${typeof value === 'object' && value !== null ? JSON.stringify(value) : value}`;
}
