import { join, raw, sql, type Sql } from '../sql/sql.ts';
import {
  MESSAGE_SHOWN,
  type Execution,
  type ExecutionSummary,
  type OccurrenceRecord,
} from '@zenpulse/core/domain';
import { heldByIn } from './held-by-text.ts';
import type { ExecutionDialect } from './execution-dialect.ts';
import {
  EXECUTION_COLUMNS,
  EXECUTION_FIELDS,
  isExecutionInstant,
  OCCURRENCE_FIELDS,
} from './execution-rows.ts';

/** A row from a driver: instants as the dialect sends them, numbers possibly as bigint. */
export type ExecutionRow = Readonly<Record<string, unknown>>;

/** How rows are read: the columns of a SELECT, each named as its field, and the conversion of a row. */
export interface Reading<T> {
  readonly columns: Sql;
  readonly read: (row: ExecutionRow) => T;
}

type Field = keyof Execution;
const NUMBERS: ReadonlySet<string> = new Set<Field>([
  'durationMs',
  'pid',
  'attempt',
  'coalescedCount',
  'lateMs',
]);

export function executionFields(dialect: ExecutionDialect): Reading<Execution> {
  return {
    columns: columnsOf(dialect, EXECUTION_FIELDS),
    read: (row) => fieldsOf(dialect, row) as Execution,
  };
}

/** Without the texts: in a list of a hundred long failures they would be megabytes. */
export function summaryFields(dialect: ExecutionDialect): Reading<ExecutionSummary> {
  const names = EXECUTION_FIELDS.filter(
    (name) => name !== 'traceback' && name !== 'output' && name !== 'exceptionMessage',
  );
  return {
    columns: sql`${columnsOf(dialect, names)},
      SUBSTR("exception_message", 1, ${raw(String(MESSAGE_SHOWN))}) AS "exceptionMessage",
      CASE WHEN "traceback" IS NULL THEN 0 ELSE 1 END AS "hasTraceback",
      CASE WHEN "output" IS NULL THEN 0 ELSE 1 END AS "hasOutput"`,
    read: (row) => ({
      ...(fieldsOf(dialect, row) as ExecutionSummary),
      hasTraceback: Number(row['hasTraceback']) === 1,
      hasOutput: Number(row['hasOutput']) === 1,
    }),
  };
}

export function occurrenceFields(dialect: ExecutionDialect): Reading<OccurrenceRecord> {
  return {
    columns: columnsOf(dialect, OCCURRENCE_FIELDS),
    read: (row) => fieldsOf(dialect, row) as unknown as OccurrenceRecord,
  };
}

function columnsOf(dialect: ExecutionDialect, names: readonly Field[]): Sql {
  const fields = names.map((name) => {
    const column = EXECUTION_COLUMNS[name];
    const value = isExecutionInstant(name) ? dialect.sentInstant(column) : raw(`"${column}"`);
    return sql`${value} AS ${raw(`"${name}"`)}`;
  });
  return join(fields);
}

/** Only ZenPulse writes this table, so its texts have the values that the types declare. */
function fieldsOf(dialect: ExecutionDialect, row: ExecutionRow): Partial<Execution> {
  const fields: Record<string, unknown> = { ...row };
  for (const [name, value] of Object.entries(row)) {
    if (name === 'scheduledAt' || name === 'runTime') fields[name] = dialect.readInstant(value);
    else if (NUMBERS.has(name) && value !== null) fields[name] = Number(value);
    else if (name === 'heldBy') fields[name] = heldByIn(value as string | null);
  }
  return fields;
}
