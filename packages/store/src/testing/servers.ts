import { describeOnMysql } from './mysql-database.ts';
import { describeOnPostgres } from './postgres-database.ts';
import type { Place, ServerDatabase } from './server-database.ts';

export { describeOnMysql, describeOnPostgres };
export { countedDatabase, type CountedDatabase } from './counted-database.ts';
export type { Place, ServerDatabase };

/** Declares suites that run on each of the servers. */
export function describeOnServers(name: string, suites: (database: ServerDatabase) => void): void {
  describeOnPostgres(`PostgreSQL: ${name}`, suites);
  describeOnMysql(`MySQL: ${name}`, suites);
}
