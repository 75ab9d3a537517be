import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import type { Clock, Logger } from '@zenpulse/core/ports';
import { tracedAdapter } from '../traced-adapter.ts';
import { PrismaClient } from './generated/client/client.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlPool, type MysqlTimeouts } from './mysql-pool.ts';

/** The Prisma client of a MySQL or MariaDB database. */
export type MysqlClient = PrismaClient;

type AdapterPool = Exclude<ConstructorParameters<typeof PrismaMariaDb>[0], string>;

/** Opens a small pool; nothing is sent before the first statement. */
export function openMysql(
  address: MysqlAddress,
  clock: Clock,
  logger: Logger,
  timeouts?: MysqlTimeouts,
): MysqlClient {
  const pool = new MysqlPool(address, clock, logger, timeouts);
  const factory = new PrismaMariaDb(pool as unknown as AdapterPool, {
    database: address.database,
    disposeExternalPool: true,
    useTextProtocol: true, // one round trip, where preparing a statement for one use takes two
  });
  return new PrismaClient({ adapter: tracedAdapter(factory, logger), errorFormat: 'minimal' });
}
