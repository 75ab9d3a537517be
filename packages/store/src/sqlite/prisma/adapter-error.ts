import type { DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SqliteError } from '../sqlite-worker.ts';
import { primaryCodeOf, SQLITE_BUSY } from '../thread/sqlite-code.ts';

const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARY_KEY = 1555;
const CONSTRAINT_NOT_NULL = 1299;

type AdapterError = DriverAdapterError['cause'];

/** Maps the driver's error to the form that Prisma's own SQLite adapters use. */
export function adapterError(error: SqliteError): AdapterError {
  const { message, rawCode } = error;
  const original = {
    originalMessage: message,
    ...(rawCode === undefined ? {} : { originalCode: String(rawCode) }),
  };
  if (rawCode === CONSTRAINT_UNIQUE || rawCode === CONSTRAINT_PRIMARY_KEY)
    return { ...original, kind: 'UniqueConstraintViolation', constraint: { fields: columnsIn(message) } };
  if (rawCode === CONSTRAINT_NOT_NULL)
    return { ...original, kind: 'NullConstraintViolation', constraint: { fields: columnsIn(message) } };
  if (primaryCodeOf(error) === SQLITE_BUSY) return { ...original, kind: 'SocketTimeout' };
  return { ...original, kind: 'sqlite', extendedCode: rawCode ?? 1, message };
}

/** Parses `UNIQUE constraint failed: table.a, table.b`. */
function columnsIn(message: string): string[] {
  const listed = message.split('constraint failed: ')[1] ?? '';
  return listed.split(', ').map((column) => column.split('.').at(-1) ?? column);
}
