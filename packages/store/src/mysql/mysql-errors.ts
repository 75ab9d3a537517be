import { StoreError } from '@zenpulse/core/ports';
import { DatabaseError } from '../server/database-error.ts';
import { guardWith } from '../server/guard.ts';

/** What the server says, by its numbers (MySQL's and MariaDB's are the same up to 1899). */
const DEADLOCK = 1213;
const DUPLICATE = 1062;
const UNKNOWN_DATABASE = 1049;
const UNKNOWN_TABLE = 1146;

/**
 * The server is there and does not serve: too many connections, refused at the door (by account, host or database), shutting down, lost to
 * another writer, out of resources, told to stop, read-only, too slow.
 */
const AWAY = new Set([
  1021, 1030, 1037, 1038, 1040, 1041, 1043, 1044, 1045, 1047, 1049, 1053, 1114, 1129, 1130, 1152, 1158, 1159,
  1160, 1161, 1180, 1184, 1203, 1205, 1206, 1213, 1226, 1251, 1290, 1317, 1524, 1698, 1820, 1836, 1862, 1927,
  1969, 3024, 3032, 3118, 4031, 4151,
]);

/** A value that the database cannot hold, or that the table refuses. */
const REFUSED = new Set([
  1048, 1062, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 3140, 3141, 3156, 3819, 4025, 4038,
]);

/** Of tables, columns, keys, triggers, constraints. */
const ALREADY_THERE = new Set([1050, 1060, 1061, 1091, 1359, 1826]);

/** SQLSTATE's class of connections that broke; the driver uses it as well. */
const LOST = /^08/;
/** Node's own: ECONNREFUSED, EPIPE, ERR_SSL_… */
const SYSTEM_CODE = /^E[A-Z_]+$/;
/** The driver's own errors, which are named like the server's. */
const DRIVER_CODE = /^ER_/;

/** What is known of an error, by whichever way it came: through the adapter or from the driver alone. */
interface Symptoms {
  /** NaN for none. */
  readonly number: number;
  readonly state: string;
  readonly code: string;
  readonly message: string;
}

export function isUniqueViolation(error: unknown): boolean {
  return symptoms(error).number === DUPLICATE;
}

/** Whether a table (or its database) is not there. */
export function isUndefinedTable(error: unknown): boolean {
  return [UNKNOWN_TABLE, UNKNOWN_DATABASE].includes(symptoms(error).number);
}

/** Whether a statement makes what is there, or takes away what is not. */
export function isAlreadyThere(error: unknown): boolean {
  return ALREADY_THERE.has(symptoms(error).number);
}

export function isUnknownDatabase(error: unknown): boolean {
  return symptoms(error).number === UNKNOWN_DATABASE;
}

/** Whether the server undid this statement, or its transaction, for the sake of another: it may be sent again. */
export function isDeadlock(error: unknown): boolean {
  return symptoms(error).number === DEADLOCK;
}

/** Whether the database took offence at a value of this statement: another one may pass. */
export function isRefusedValue(error: unknown): boolean {
  return REFUSED.has(symptoms(error).number);
}

export const guarded = guardWith(toStoreError);

/** The error itself, unless it means that the database is away. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const { number, state, code, message } = symptoms(error);
  const isAway = AWAY.has(number) || LOST.test(state) || (SYSTEM_CODE.test(code) && !DRIVER_CODE.test(code));
  if (!isAway) return error;
  return new StoreError('store_unavailable', `the database does not answer (${message})`, { cause: error });
}

function symptoms(error: unknown): Symptoms {
  if (error instanceof DatabaseError) {
    const { code, state, message } = error;
    return { number: Number(code), state, code: '', message: oneLine(message) };
  }
  const { errno, sqlState, code, message } = Object(error) as Readonly<Record<string, unknown>>;
  return { number: Number(errno), state: text(sqlState), code: text(code), message: oneLine(text(message)) };
}

/** The driver says before it who was connected, and after it what was sent. */
function oneLine(message: string): string {
  return message.replace(/^\(conn[^)]*\) /, '').split('\n')[0] ?? '';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
