import type { Clock } from '@zenpulse/core/ports';
import { loadDriver } from '../drivers/load-driver.ts';
import { mysqlAddress } from '../mysql/mysql-address.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import type { Settings } from '../settings/resolve-settings.ts';

/** Other tools that manage the place of our tables. */
export interface Neighbours {
  /** The schema; null for a database without schemas. */
  readonly schema: string | null;
  /** True if Prisma Migrate keeps its migrations there. */
  readonly hasPrisma: boolean;
}

/** Reads only. Throws a StoreError like any store. */
export async function readNeighbours({ database }: Settings, clock: Clock): Promise<Neighbours> {
  if (database.kind === 'sqlite') {
    const { hasPrismaInSqlite } = await import('../sqlite/read-sqlite-migrations.ts');
    return { schema: null, hasPrisma: await hasPrismaInSqlite(database.file) };
  }
  if (database.kind === 'postgres') {
    const { readPostgresNeighbours } = await loadDriver(
      'postgres',
      () => import('../postgres/migrate-postgres.ts'),
    );
    return readPostgresNeighbours(postgresAddress(database.url));
  }
  const { hasPrismaInMysql } = await loadDriver('mysql', () => import('../mysql/migrate-mysql.ts'));
  return { schema: null, hasPrisma: await hasPrismaInMysql(mysqlAddress(database.url), clock) };
}
