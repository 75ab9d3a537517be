import type { ServerClock } from '../server/server-clock.ts';
import { guarded, isUndefinedTable } from './mysql-errors.ts';
import { epochMs, type DatabaseTime } from './mysql-instant.ts';
import type { RawClient } from '../server/raw-client.ts';

/** The names of the applied migrations; the statement also reads the server's time. Empty if there are no tables. */
export async function readAppliedMigrations(
  client: RawClient,
  clock: ServerClock,
  now: DatabaseTime,
): Promise<string[]> {
  try {
    const rows = await clock.measured(
      () => client.$queryRaw<{ name: string; now: number }[]>`
        SELECT "name", ${epochMs(now())} AS "now" FROM "zenpulse_migration"`,
    );
    return rows.map(({ name }) => name);
  } catch (error) {
    if (isUndefinedTable(error)) return [];
    return guarded(() => Promise.reject(error as Error));
  }
}
