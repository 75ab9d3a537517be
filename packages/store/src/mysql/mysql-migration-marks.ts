import type { AppliedMigration } from '../schema/migration-report.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { isUndefinedTable } from './mysql-errors.ts';
import { MIGRATION_TABLES } from './mysql-migration-script.ts';

/** The migrations recorded in a database: the applied ones, and how many statements of interrupted ones were begun. */
export interface MigrationMarks {
  readonly applied: readonly AppliedMigration[];
  /** How many statements of each interrupted migration were begun. */
  readonly begun: ReadonlyMap<string, number>;
}

/** Creates the migrations tables if they are missing. */
export async function makeMarks(connection: MysqlConnection): Promise<void> {
  for (const table of MIGRATION_TABLES) await connection.query(table);
}

export async function appliedNames(connection: MysqlConnection): Promise<string[]> {
  return (await appliedMigrations(connection)).map(({ name }) => name);
}

export async function readMarks(
  connection: MysqlConnection,
  known: readonly string[],
): Promise<MigrationMarks> {
  const applied = await appliedMigrations(connection);
  const isAllThere = known.every((name) => applied.some((one) => one.name === name));
  return { applied, begun: isAllThere ? new Map() : await begunStatements(connection) };
}

function appliedMigrations(connection: MysqlConnection): Promise<AppliedMigration[]> {
  return rowsIfThere(
    connection,
    `SELECT "name", TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "applied_at") DIV 1000 + 0e0 AS "appliedAt" FROM "zenpulse_migration"`,
  );
}

/** How many statements of each interrupted migration were begun. */
export async function begunStatements(connection: MysqlConnection): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsIfThere<{ name: string; begun: number }>(
    connection,
    'SELECT "name", "begun" FROM "zenpulse_migration_step"',
  );
  return new Map(rows.map(({ name, begun }) => [name, begun]));
}

async function rowsIfThere<Row>(connection: MysqlConnection, statement: string): Promise<Row[]> {
  try {
    return (await connection.query(statement)) as Row[];
  } catch (error) {
    if (isUndefinedTable(error)) return [];
    throw error;
  }
}

/** Records how many statements of a migration were begun. */
export async function markBegun(connection: MysqlConnection, name: string, begun: number): Promise<void> {
  await connection.query(
    'INSERT INTO "zenpulse_migration_step" VALUES (?, ?) ON DUPLICATE KEY UPDATE "begun" = VALUES("begun")',
    [name, begun],
  );
}
