import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import type { Clock, Logger } from '@zenpulse/core/ports';
import type { QueryOptions } from 'mariadb';
import { createDatabaseClient, type DatabaseClient } from '../server/raw-client.ts';
import { tracedAdapter } from '../drivers/traced-adapter.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlPool, type MysqlTimeouts } from './mysql-pool.ts';

type AdapterPool = Exclude<ConstructorParameters<typeof PrismaMariaDb>[0], string>;

/** Opens a small pool; nothing is sent before the first statement. */
export function openMysql(
  address: MysqlAddress,
  clock: Clock,
  logger: Logger,
  timeouts?: MysqlTimeouts,
): DatabaseClient {
  return createDatabaseClient(mysqlAdapter(address, clock, logger, timeouts));
}

/** The pool as an adapter for Prisma's clients. Idle connections do not keep the process alive. */
export function mysqlAdapter(
  address: MysqlAddress,
  clock: Clock,
  logger: Logger,
  timeouts?: MysqlTimeouts,
): PrismaMariaDb {
  const pool = new MysqlPool(address, clock, logger, timeouts);
  const factory = new PrismaMariaDb(withoutVersion(pool) as unknown as AdapterPool, {
    database: address.database,
    disposeExternalPool: true,
    useTextProtocol: true, // one round trip instead of two, since a statement is prepared for one use only
  });
  return tracedAdapter(factory, logger);
}

/**
 * Skips the adapter's query for the server's version. The version only matters for joins in Prisma's client, which are
 * not used here, and with an unreachable server there would be a second wait.
 */
function withoutVersion(pool: MysqlPool) {
  return {
    query: (options: QueryOptions, values?: readonly unknown[]) =>
      options.sql === 'SELECT VERSION()' ? Promise.resolve([['']]) : pool.query(options, values),
    getConnection: () => pool.getConnection(),
    end: () => pool.end(),
  };
}
