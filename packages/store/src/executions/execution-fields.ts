import type { Execution, ExecutionSummary, OccurrenceRecord } from '@zenpulse/core/domain';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import { readValue } from './column-values.ts';
import { EXECUTION_FIELDS, executionColumn } from './execution-columns.ts';
import type { ExecutionDialect } from './execution-dialect.ts';

/** A row from a driver: instants as the dialect sends them, numbers possibly as bigint. */
export type ExecutionRow = Readonly<Record<string, unknown>>;

/** How rows are read: the columns of a SELECT, each named as its field, and the conversion of a row. */
export interface Reading<T> {
  readonly columns: Sql;
  readonly read: (row: ExecutionRow) => T;
}

/** The fields of a record that the list of occurrences needs. */
const OCCURRENCE_FIELDS = [
  'id',
  'status',
  'scheduledAt',
  'runTime',
  'durationMs',
  'attempt',
  'origin',
  'reason',
  'coalescedCount',
  'heldBy',
] as const satisfies (keyof OccurrenceRecord)[];

export function executionFields(dialect: ExecutionDialect): Reading<Execution> {
  return reading<Execution>(EXECUTION_FIELDS.map((field) => sentField(dialect, field)));
}

/** Long texts only in part, or not at all: in a list of a hundred long failures they would be megabytes. */
export function summaryFields(dialect: ExecutionDialect): Reading<ExecutionSummary> {
  return reading<ExecutionSummary>(EXECUTION_FIELDS.flatMap((field) => listedFields(dialect, field)));
}

export function occurrenceFields(dialect: ExecutionDialect): Reading<OccurrenceRecord> {
  return reading<OccurrenceRecord>(OCCURRENCE_FIELDS.map((field) => sentField(dialect, field)));
}

/** A term of a SELECT, and how its value becomes the field's. */
interface Term {
  readonly name: string;
  readonly value: Sql;
  readonly read: (value: unknown) => unknown;
}

function sentField(dialect: ExecutionDialect, field: keyof Execution): Term {
  const { column, kind } = executionColumn(field);
  return {
    name: field,
    value: kind === 'instant' ? dialect.sentInstant(column) : raw(`"${column}"`),
    read: (value) => readValue(kind, value, dialect.readInstant),
  };
}

function listedFields(dialect: ExecutionDialect, field: keyof Execution): Term[] {
  const { column, inLists } = executionColumn(field);
  const whole = sentField(dialect, field);
  if (inLists === undefined) return [whole];
  if ('first' in inLists) return [{ ...whole, value: raw(`SUBSTR("${column}", 1, ${inLists.first})`) }];
  const { asked, upToBytes } = inLists;
  const isThere = raw(`CASE WHEN "${column}" IS NULL THEN 0 ELSE 1 END`);
  const presence: Term = { name: asked, value: isThere, read: (found) => Number(found) === 1 };
  if (upToBytes === undefined) return [presence];
  const short = raw(`CASE WHEN OCTET_LENGTH("${column}") <= ${upToBytes} THEN "${column}" END`);
  return [presence, { ...whole, value: short }];
}

/** Only ZenPulse writes this table, so its texts have the values that the types declare. */
function reading<T>(terms: readonly Term[]): Reading<T> {
  return {
    columns: join(terms.map(({ name, value }) => sql`${value} AS ${raw(`"${name}"`)}`)),
    read: (row) => Object.fromEntries(terms.map(({ name, read }) => [name, read(row[name])])) as T,
  };
}
