import { StoreError, type StoreErrorReason } from '@zenpulse/core/ports';
import { DatabaseError } from '../server/database-error.ts';
import { guardWith } from '../server/guard.ts';
import { errorText, networkReason } from '../server/network-reason.ts';
import { storeProblem } from '../sql/store-problem.ts';

/** Server error numbers (the same in MySQL and MariaDB up to 1899). */
const DEADLOCK = 1213;
const DUPLICATE = 1062;
const UNKNOWN_DATABASE = 1049;
const UNKNOWN_TABLE = 1146;

/** Why the server is not usable, by error number. */
const BY_NUMBER: ReadonlyMap<number, StoreErrorReason> = new Map(
  (
    [
      ['wrong-password', [1045, 1698, 1820, 1862, 3118, 4151]],
      ['no-such-database', [1049]],
      ['no-access', [1129, 1130, 1251, 1524]],
      ['missing-rights', [1044, 1142, 1143, 1227, 1370, 1410]],
      ['missing-tables', [1146]],
      ['read-only', [1036, 1290, 1792, 1836]],
      ['disk-full', [1021, 1114]],
      ['too-many-clients', [1040, 1203, 1226]],
      ['out-of-resources', [1037, 1038, 1041, 1206]],
      ['restarting', [1053]],
      ['tls', [3159]],
      ['timeout', [1317, 1969, 3024]],
      ['busy', [1205, 1213]],
      ['io-error', [1030]],
      ['unreachable', [1043, 1047, 1152, 1158, 1159, 1160, 1161, 1180, 1184, 1927, 3032, 4031]],
    ] as const
  ).flatMap(([reason, numbers]) => numbers.map((number) => [number, reason] as const)),
);

/** Numbers with several causes, where the message decides: "Got error 28" is the system's "no space left". */
const FILE_ERRORS = new Set([3, 14, 20, 1026, 1030]);
const NO_SPACE = /\b(?:error|Errcode):? 28\b|No space left on device/;
/** The driver's own errors start at this number. */
const FIRST_OF_DRIVER = 45_000;
const ABOUT_TLS = /\b(?:SSL|TLS|certificate)\b/;

/** A value that the database cannot store, or that a constraint rejects. */
const REFUSED = new Set([
  1048, 1062, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 3140, 3141, 3156, 3819, 4025, 4038,
]);

/** Tables, columns, keys, triggers and constraints. */
const ALREADY_THERE = new Set([1050, 1060, 1061, 1091, 1359, 1826]);

/** The SQLSTATE class of broken connections; the driver uses it as well. */
const LOST = /^08/;

/** The data about an error, from Prisma's adapter or from the driver. */
export interface MysqlSymptoms {
  /** NaN if there is none. */
  readonly number: number;
  readonly state: string;
  readonly code: string;
  readonly message: string;
}

export function isUniqueViolation(error: unknown): boolean {
  return symptoms(error).number === DUPLICATE;
}

/** True if a table (or its database) does not exist. */
export function isUndefinedTable(error: unknown): boolean {
  return [UNKNOWN_TABLE, UNKNOWN_DATABASE].includes(symptoms(error).number);
}

/** True if a statement creates what exists, or drops what does not. */
export function isAlreadyThere(error: unknown): boolean {
  return ALREADY_THERE.has(symptoms(error).number);
}

export function isUnknownDatabase(error: unknown): boolean {
  return symptoms(error).number === UNKNOWN_DATABASE;
}

/** True if the server rolled this statement or transaction back because of a deadlock: it may be sent again. */
export function isDeadlock(error: unknown): boolean {
  return symptoms(error).number === DEADLOCK;
}

/** True if the database rejected a value of this statement: another value may be accepted. */
export function isRefusedValue(error: unknown): boolean {
  return REFUSED.has(symptoms(error).number);
}

export const guarded = guardWith(toStoreError);

/** The error itself, unless it means that the database is not usable. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const found = symptoms(error);
  const reason = mysqlReason(found);
  return reason === null ? error : storeProblem(reason, found.message, error);
}

/** Why MySQL is not usable; null for an error of the statement. */
export function mysqlReason({ number, state, code, message }: MysqlSymptoms): StoreErrorReason | null {
  if (FILE_ERRORS.has(number) && NO_SPACE.test(message)) return 'disk-full';
  const isOfServer = number < FIRST_OF_DRIVER;
  return (
    BY_NUMBER.get(number) ??
    (!isOfServer && ABOUT_TLS.test(message) ? 'tls' : null) ??
    networkReason(code) ??
    (LOST.test(state) ? 'unreachable' : null)
  );
}

function symptoms(error: unknown): MysqlSymptoms {
  if (error instanceof DatabaseError) {
    const { code, state, message } = error;
    return { number: Number(code), state, code: '', message: oneLine(message) };
  }
  const { errno, sqlState, code } = Object(error) as Readonly<Record<string, unknown>>;
  return {
    number: Number(errno),
    state: text(sqlState),
    code: text(code),
    message: oneLine(errorText(error)),
  };
}

/** The message without the driver's additions: the connection before it, the statement after it. */
function oneLine(message: string): string {
  return message.replace(/^\(conn[^)]*\) /, '').split('\n')[0] ?? '';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
