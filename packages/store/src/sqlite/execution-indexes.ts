import type { Migration } from '../schema/migration-report.ts';
import { raw, sql } from '../sql/sql.ts';
import { splitStatements } from '../schema/split-statements.ts';
import { migrations } from './generated/migrations.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const INDEXES = '0007_execution_indexes';

/** About how many rows are indexed in 50 ms. */
const MANY_ROWS = 20_000;
export const IS_TABLE_LARGE = `SELECT 1 FROM "zenpulse_job_execution_log" LIMIT 1 OFFSET ${MANY_ROWS}`;

/**
 * True if a migration only creates indexes on the executions. SQLite blocks all writers while it creates one, so for a
 * large table that is left until the runner has started firing (`keepExecutionIndexes`). Without the indexes everything
 * works, only slower.
 */
export function mayWait({ name }: Migration): boolean {
  return name === INDEXES;
}

/** Creates the missing indexes one at a time, and updates SQLite's statistics for its query planner. */
export async function keepExecutionIndexes(database: SqliteDatabase): Promise<void> {
  const statements = splitStatements(migrations.find(mayWait)?.sql ?? '');
  const there = await database.query<{ name: string }>(
    sql`SELECT "name" FROM sqlite_schema WHERE "type" = 'index' AND "tbl_name" = 'zenpulse_job_execution_log'`,
  );
  const names = new Set(there.map(({ name }) => name));
  for (const statement of statements) {
    const [, verb, name = ''] = /^(CREATE|DROP) INDEX IF (?:NOT )?EXISTS "(\w+)"/m.exec(statement) ?? [];
    if (names.has(name) === (verb === 'DROP')) await database.execute(raw(statement));
  }
  // A thousand entries of each index are enough for the planner, and take a few milliseconds.
  await database.query(sql`PRAGMA analysis_limit = 1000`);
  await database.execute(sql`ANALYZE "zenpulse_job_execution_log"`);
}
