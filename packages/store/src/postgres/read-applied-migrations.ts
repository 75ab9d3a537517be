import type { ServerClock } from '../server/server-clock.ts';
import type { RawClient } from '../server/raw-client.ts';
import { guarded, isUndefinedTable } from './postgres-errors.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';

/** The names of the applied migrations; the statement also reads the server's time. Empty if there are no tables. */
export function readAppliedMigrations(
  client: RawClient,
  clock: ServerClock,
  now: DatabaseTime,
): Promise<string[]> {
  return guarded(async () => {
    try {
      const rows = await clock.measured(
        () => client.$queryRaw<{ now: number; names: string }[]>`
          SELECT ${epochMs(now())} AS "now",
                 array_to_json(ARRAY(SELECT "name" FROM "zenpulse_migration"))::text AS "names"`,
      );
      return JSON.parse(rows[0]?.names ?? '[]') as string[];
    } catch (error) {
      if (isUndefinedTable(error)) return [];
      throw error;
    }
  });
}
