import type { Migration } from '../schema/migration-report.ts';
import { splitStatements } from '../schema/split-statements.ts';

const MARKS = {
  zenpulse_migration: '"applied_at" DATETIME(3) NOT NULL',
  zenpulse_migration_step: '"begun" INTEGER NOT NULL',
};

/** The statements that create the migrations tables if they are missing. */
export const MIGRATION_TABLES = Object.entries(MARKS).map(
  ([table, column]) =>
    `CREATE TABLE IF NOT EXISTS "${table}" ("name" VARCHAR(191) NOT NULL, ${column}, PRIMARY KEY ("name"))
       ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */`,
);

export function createDatabase(database: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${quoted(database)} DEFAULT CHARACTER SET utf8mb4`;
}

export function useDatabase(database: string): string {
  return `USE ${quoted(database)}`;
}

/**
 * One migration as a script for the command line client; a delimiter is set because triggers contain semicolons.
 * `begun`: how many statements an interrupted migration has begun.
 */
export function mysqlMigrationScript({ name, sql }: Migration, begun: number): string {
  const left = splitStatements(sql).slice(Math.max(begun - 1, 0));
  const marks = [`INSERT INTO "zenpulse_migration" VALUES ('${name}', utc_timestamp(3))`];
  if (begun > 0) marks.push(`DELETE FROM "zenpulse_migration_step" WHERE "name" = '${name}'`);
  return [
    ...(begun > 0
      ? ['-- It was interrupted: leave out the first of these statements where it was run already.']
      : []),
    'DELIMITER $$',
    ...[...left, ...marks].map((statement) => `${statement}$$`),
    'DELIMITER ;',
  ].join('\n');
}

function quoted(database: string): string {
  return `"${database.replaceAll('"', '""')}"`;
}
