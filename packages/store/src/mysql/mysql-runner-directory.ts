import { sql } from '@prisma/client-runtime-utils';
import type { DirectoryStatements, ReportedRow } from '../server/runner-directory.ts';
import { epochMs, type DatabaseTime } from './mysql-instant.ts';
import type { RawClient } from '../server/raw-client.ts';

/** A renewal of the lease counts as its holder's heartbeat, so no separate one is sent. */
const lastSeen = sql`GREATEST("heartbeat_at", COALESCE((
  SELECT "renewed_at" FROM "zenpulse_lease" WHERE "id" = 1 AND NOT "is_released"
     AND CAST(IF(JSON_VALID("holder"), JSON_UNQUOTE(JSON_EXTRACT("holder", '$.runnerId')), '') AS BINARY) = CAST("runner_id" AS BINARY)),
  "heartbeat_at"))`;

export function mysqlDirectoryStatements(client: RawClient, now: DatabaseTime): DirectoryStatements {
  return {
    forgetStopped: async () => {
      await client.$executeRaw`
        DELETE FROM "zenpulse_runner" WHERE "heartbeat_at" < ${now()} - INTERVAL 1 HOUR
           AND IF(JSON_VALID("snapshot"), JSON_UNQUOTE(JSON_EXTRACT("snapshot", '$.state')), '') = 'stopped'`;
    },
    remove: async (runnerId) => {
      await client.$executeRaw`DELETE FROM "zenpulse_runner" WHERE "runner_id" = ${runnerId}`;
    },
    list: () => client.$queryRaw<ReportedRow[]>`
      SELECT CONCAT("snapshot", '') AS "snapshot", ${epochMs(now())} - ${epochMs(lastSeen)} AS "ageMs"
        FROM "zenpulse_runner" ORDER BY "runner_id"`,
    write: async (runnerId, snapshot) => {
      await client.$executeRaw`
        INSERT INTO "zenpulse_runner" ("runner_id", "snapshot", "heartbeat_at")
        VALUES (${runnerId}, ${snapshot}, ${now()})
        ON DUPLICATE KEY UPDATE "snapshot" = VALUES("snapshot"), "heartbeat_at" = VALUES("heartbeat_at")`;
    },
    touch: (runnerId) => client.$executeRaw`
      UPDATE "zenpulse_runner" SET "heartbeat_at" = ${now()} WHERE "runner_id" = ${runnerId}`,
  };
}
