import { StoreError, type Clock } from '@zenpulse/core/ports';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { migrations } from './generated/migrations.ts';
import { lockName } from './lock-name.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { isAlreadyThere, isUndefinedTable, isUnknownDatabase, toStoreError } from './mysql-errors.ts';
import { splitStatements } from './split-statements.ts';

/** A migration of a large table takes its time, but not for ever. */
const ANSWER_MS = 600_000;
const CONNECT_MS = 10_000;
const LIMITS = { silenceMs: ANSWER_MS, lockMs: 60_000, statementMs: null };
/** For another process that migrates. */
const LOCK_SECONDS = ANSWER_MS / 1_000 - 10;

const KNOWN = migrations.map(({ name }) => name);

type Migration = (typeof migrations)[number];

/**
 * Applies what is missing, and returns the names. Two processes at once are safe: the second waits for the first's lock
 * and finds its marks. DDL commits by itself, so each statement leaves a mark before it is sent, and a migration
 * that was interrupted goes on with the last one that was begun, which may be done already. A database that does not
 * exist is made. Throws `schema_mismatch` when a newer release has been here.
 */
export async function migrateMysql(address: MysqlAddress, clock: Clock): Promise<string[]> {
  try {
    return await connected(address, clock, (connection) => migrate(connection, address));
  } catch (error) {
    if (!isWithoutDatabase(error)) throw error;
  }
  await connected({ ...address, database: '' }, clock, (connection) => makeDatabase(connection, address));
  return connected(address, clock, (connection) => migrate(connection, address));
}

/** The names of the migrations that the database lacks. Reads only. */
export async function pendingMysqlMigrations(address: MysqlAddress, clock: Clock): Promise<string[]> {
  try {
    const applied = await connected(address, clock, appliedNames);
    return KNOWN.filter((name) => !applied.includes(name));
  } catch (error) {
    if (isWithoutDatabase(error)) return [...KNOWN];
    throw error;
  }
}

async function migrate(connection: MysqlConnection, address: MysqlAddress): Promise<string[]> {
  if ((await pendingNames(connection, address)).length === 0) return [];
  await lock(connection);
  const pending = await pendingNames(connection, address);
  if (pending.length > 0) await makeMarks(connection);
  for (const migration of migrations) {
    if (pending.includes(migration.name)) await apply(connection, migration);
  }
  return pending;
}

/** Throws `schema_mismatch` for tables that only another release knows. */
async function pendingNames(connection: MysqlConnection, { label }: MysqlAddress): Promise<string[]> {
  const applied = await appliedNames(connection);
  const problem = newerSchemaProblem(KNOWN, applied);
  if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  return KNOWN.filter((name) => !applied.includes(name));
}

async function apply(connection: MysqlConnection, { name, sql }: Migration): Promise<void> {
  const [row] = (await connection.query('SELECT "begun" FROM "zenpulse_migration_step" WHERE "name" = ?', [
    name,
  ])) as { begun: number }[];
  const begun = row?.begun ?? 0;
  for (const [index, statement] of splitStatements(sql).entries()) {
    if (index >= begun - 1) await take(connection, name, index, statement, index === begun - 1);
  }
  await connection.query('INSERT INTO "zenpulse_migration" VALUES (?, utc_timestamp(3))', [name]);
  await connection.query('DELETE FROM "zenpulse_migration_step" WHERE "name" = ?', [name]);
}

/** `isRepeated`: somebody died after it was begun. */
async function take(
  connection: MysqlConnection,
  name: string,
  index: number,
  statement: string,
  isRepeated: boolean,
): Promise<void> {
  await mark(connection, name, index + 1);
  try {
    await connection.query(statement);
  } catch (error) {
    if (isRepeated && isAlreadyThere(error)) return;
    if (connection.isUsable) await mark(connection, name, index); // the server refused it: it was not done
    throw error;
  }
}

async function mark(connection: MysqlConnection, name: string, begun: number): Promise<void> {
  await connection.query(
    'INSERT INTO "zenpulse_migration_step" VALUES (?, ?) ON DUPLICATE KEY UPDATE "begun" = VALUES("begun")',
    [name, begun],
  );
}

async function lock(connection: MysqlConnection): Promise<void> {
  const [row] = (await connection.query(
    `SELECT GET_LOCK(${lockName('migrate')}, ${LOCK_SECONDS}) AS "isLocked"`,
  )) as { isLocked: unknown }[];
  if (Number(row?.isLocked) !== 1) {
    throw new StoreError(
      'store_unavailable',
      `the database does not answer (expected the lock of the migrations within ${LOCK_SECONDS} s, another process has it)`,
    );
  }
}

async function makeMarks(connection: MysqlConnection): Promise<void> {
  const tables = {
    zenpulse_migration: '"applied_at" DATETIME(3) NOT NULL',
    zenpulse_migration_step: '"begun" INTEGER NOT NULL',
  };
  for (const [table, column] of Object.entries(tables)) {
    await connection.query(
      `CREATE TABLE IF NOT EXISTS "${table}" ("name" VARCHAR(191) NOT NULL, ${column}, PRIMARY KEY ("name"))
       ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */`,
    );
  }
}

async function appliedNames(connection: MysqlConnection): Promise<string[]> {
  try {
    const rows = (await connection.query('SELECT "name" FROM "zenpulse_migration"')) as { name: string }[];
    return rows.map(({ name }) => name);
  } catch (error) {
    if (isUndefinedTable(error)) return [];
    throw error;
  }
}

async function makeDatabase(connection: MysqlConnection, { database }: MysqlAddress): Promise<void> {
  await connection.query(
    `CREATE DATABASE IF NOT EXISTS "${database.replaceAll('"', '""')}" DEFAULT CHARACTER SET utf8mb4`,
  );
}

function isWithoutDatabase(error: unknown): boolean {
  return error instanceof StoreError && isUnknownDatabase(error.cause);
}

async function connected<T>(
  address: MysqlAddress,
  clock: Clock,
  work: (connection: MysqlConnection) => Promise<T>,
): Promise<T> {
  const options = { address, clock, limits: LIMITS, connectMs: CONNECT_MS, answerMs: ANSWER_MS };
  const connection = new MysqlConnection(options);
  try {
    await connection.open();
    return await work(connection);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}
