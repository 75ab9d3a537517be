import { silentLogger, StoreError, type Clock, type Logger } from '@zenpulse/core/ports';
import { migrationReport, type Migration, type MigrationReport } from '../schema/migration-report.ts';
import { storeProblem } from '../sql/store-problem.ts';
import { watchLocks } from '../server/lock-waits.ts';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { migrations } from './generated/migrations.ts';
import { lockName } from './lock-name.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { mysqlLockLook } from './mysql-lock-look.ts';
import { isAlreadyThere, isUnknownDatabase, toStoreError } from './mysql-errors.ts';
import {
  createDatabase,
  MIGRATION_TABLES,
  mysqlMigrationScript,
  useDatabase,
} from './mysql-migration-script.ts';
import {
  appliedNames,
  begunStatements,
  makeMarks,
  markBegun,
  readMarks,
  type MigrationMarks,
} from './mysql-migration-marks.ts';
import { sessionSetup } from './session-setup.ts';
import { splitStatements } from '../schema/split-statements.ts';

/** Creating indexes on a large table takes long; other statements continue meanwhile. */
const ANSWER_MS = 3 * 3_600_000;
const CONNECT_MS = 10_000;
const TABLE_LOCK_SECONDS = 60;
const LIMITS = { silenceMs: ANSWER_MS, lockMs: TABLE_LOCK_SECONDS * 1_000, statementMs: null };
/** How long to wait for another process that migrates. */
const LOCK_SECONDS = 590;

const KNOWN = migrations.map(({ name }) => name);

/**
 * Applies missing migrations, and returns their names. Safe for two processes at once: the second waits for the first's
 * lock and then finds nothing to do. DDL commits implicitly, so each statement is recorded before it is sent, and an
 * interrupted migration resumes with the last recorded one, which may already be done. A missing database is created.
 * After waiting a second for a lock, the log reports it. Throws `schema_mismatch` if a newer release has migrated the
 * database.
 */
export async function migrateMysql(
  address: MysqlAddress,
  clock: Clock,
  logger: Logger = silentLogger,
): Promise<string[]> {
  const migrateThere = () =>
    connected(address, clock, (connection) => migrateWatched(connection, address, clock, logger));
  try {
    return await migrateThere();
  } catch (error) {
    if (!isWithoutDatabase(error)) throw error;
  }
  await connected({ ...address, database: '' }, clock, (connection) => makeDatabase(connection, address));
  return migrateThere();
}

/** Lists the applied and the missing migrations. Reads only. */
export async function readMysqlMigrations(address: MysqlAddress, clock: Clock): Promise<MigrationReport> {
  const { database } = address;
  const report = ({ applied, begun }: MigrationMarks, making: readonly string[]) =>
    migrationReport({
      known: migrations,
      applied,
      preamble: [sessionSetup(LIMITS), ...making, useDatabase(database), ...MIGRATION_TABLES]
        .map((statement) => `${statement};`)
        .join('\n'),
      scriptOf: (migration) => mysqlMigrationScript(migration, begun.get(migration.name) ?? 0),
    });
  try {
    return report(await connected(address, clock, (connection) => readMarks(connection, KNOWN)), []);
  } catch (error) {
    if (isWithoutDatabase(error))
      return report({ applied: [], begun: new Map() }, [createDatabase(database)]);
    throw error;
  }
}

async function migrateWatched(
  connection: MysqlConnection,
  address: MysqlAddress,
  clock: Clock,
  logger: Logger,
): Promise<string[]> {
  const id = await idOf(connection);
  const open = async () => {
    const other = new MysqlConnection({
      address,
      clock,
      limits: LIMITS,
      connectMs: CONNECT_MS,
      answerMs: CONNECT_MS,
    });
    await other.open();
    return mysqlLockLook(other, id, {
      migrationSeconds: LOCK_SECONDS,
      statementSeconds: TABLE_LOCK_SECONDS,
    });
  };
  const waits = watchLocks({ clock, logger, open });
  try {
    return await migrate(connection, address);
  } finally {
    await waits.close();
  }
}

async function idOf(connection: MysqlConnection): Promise<number> {
  const [row] = (await connection.query('SELECT CONNECTION_ID() AS "id"')) as { id: unknown }[];
  return Number(row?.id);
}

/** True if an application's own Prisma has migrations in this database. Reads only. */
export async function hasPrismaInMysql(address: MysqlAddress, clock: Clock): Promise<boolean> {
  const look = `SELECT 1 AS "found" FROM information_schema.tables
    WHERE "TABLE_SCHEMA" = DATABASE() AND "TABLE_NAME" = '_prisma_migrations'`;
  try {
    const rows = (await connected(address, clock, (connection) => connection.query(look))) as unknown[];
    return rows.length > 0;
  } catch (error) {
    if (isWithoutDatabase(error)) return false;
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

/** Throws `schema_mismatch` if only a newer release knows these tables. */
async function pendingNames(connection: MysqlConnection, { label }: MysqlAddress): Promise<string[]> {
  const applied = await appliedNames(connection);
  const problem = newerSchemaProblem(KNOWN, applied);
  if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  return KNOWN.filter((name) => !applied.includes(name));
}

async function apply(connection: MysqlConnection, { name, sql }: Migration): Promise<void> {
  const begun = (await begunStatements(connection)).get(name) ?? 0;
  for (const [index, statement] of splitStatements(sql).entries()) {
    if (index >= begun - 1) await take(connection, name, index, statement, index === begun - 1);
  }
  await connection.query('INSERT INTO "zenpulse_migration" VALUES (?, utc_timestamp(3))', [name]);
  await connection.query('DELETE FROM "zenpulse_migration_step" WHERE "name" = ?', [name]);
}

/** `isRepeated`: the statement was begun by a process that died. */
async function take(
  connection: MysqlConnection,
  name: string,
  index: number,
  statement: string,
  isRepeated: boolean,
): Promise<void> {
  await markBegun(connection, name, index + 1);
  try {
    await connection.query(statement);
  } catch (error) {
    if (isRepeated && isAlreadyThere(error)) return;
    if (connection.isUsable) await markBegun(connection, name, index); // the server rejected it, so it was not done
    throw error;
  }
}

async function lock(connection: MysqlConnection): Promise<void> {
  const [row] = (await connection.query(
    `SELECT GET_LOCK(${lockName('migrate')}, ${LOCK_SECONDS}) AS "isLocked"`,
  )) as { isLocked: unknown }[];
  if (Number(row?.isLocked) !== 1) {
    throw storeProblem(
      'busy',
      `another process has had the lock of the migrations for ${LOCK_SECONDS} s`,
      null,
    );
  }
}

async function makeDatabase(connection: MysqlConnection, { database }: MysqlAddress): Promise<void> {
  await connection.query(createDatabase(database));
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
