import {
  ColumnTypeEnum,
  type ArgType,
  type ColumnType,
  type ResultValue,
} from '@prisma/driver-adapter-utils';
import type { SqliteValue } from '../sqlite-database.ts';
import { toSqliteInstant } from '../sqlite-instant.ts';

/** The column types that our tables declare. */
const DECLARED: Readonly<Record<string, ColumnType>> = {
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  BOOLEAN: ColumnTypeEnum.Boolean,
  REAL: ColumnTypeEnum.Double,
  TEXT: ColumnTypeEnum.Text,
  DATETIME: ColumnTypeEnum.DateTime,
  BLOB: ColumnTypeEnum.Bytes,
};

/** The type of each column: the declared one, or for an expression that of its first value. */
export function columnTypes(
  declared: readonly (string | null)[],
  rows: readonly (readonly unknown[])[],
): ColumnType[] {
  return declared.map((type, column) => {
    const known = DECLARED[type?.toUpperCase() ?? ''];
    return known ?? typeOf(rows.find((row) => row[column] !== null)?.[column]);
  });
}

function typeOf(value: unknown): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text;
  if (typeof value === 'number') return ColumnTypeEnum.UnknownNumber;
  return value instanceof Uint8Array ? ColumnTypeEnum.Bytes : ColumnTypeEnum.Int32;
}

/** Converts a value from the driver to the form that Prisma expects for that type. */
export function resultValue(value: unknown, type: ColumnType | undefined): ResultValue {
  if (typeof value === 'number' && type === ColumnTypeEnum.DateTime) return new Date(value).toISOString();
  if (typeof value === 'number' && (type === ColumnTypeEnum.Int32 || type === ColumnTypeEnum.Int64))
    return Math.trunc(value); // SQL by hand can store a fraction there
  return value as ResultValue; // SQLite has only numbers, texts, bytes and null
}

/** Converts a value from Prisma to one that SQLite accepts. */
export function statementValue(value: unknown, type: ArgType | undefined): SqliteValue {
  if (type?.scalarType === 'datetime' && (typeof value === 'string' || value instanceof Date))
    return toSqliteInstant(new Date(value).getTime());
  if (value instanceof Date) return toSqliteInstant(value.getTime());
  if (typeof value === 'string' && type?.scalarType === 'bigint') return BigInt(value);
  if (typeof value === 'string' && type?.scalarType === 'decimal') return Number(value);
  if (typeof value === 'string' && type?.scalarType === 'bytes') return Buffer.from(value, 'base64');
  return (value ?? null) as SqliteValue; // Prisma sends only scalars
}
