import { sql } from '@prisma/client-runtime-utils';
import type { RevisionPair } from '@zenpulse/core/ports';
import type { DirectoryStatements, ReportedRow } from '../server/runner-directory.ts';
import type { RawClient } from '../server/raw-client.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';
import type { PostgresPulse } from './postgres-pulse.ts';
import { revisionColumns } from './postgres-revision.ts';

/** A renewal of the lease counts as its holder's heartbeat, so no separate one is sent. */
const lastSeen = sql`GREATEST("heartbeat_at", (
  SELECT "renewed_at" FROM "zenpulse_lease"
   WHERE "id" = 1 AND NOT "is_released" AND "holder" ->> 'runnerId' = "runner_id"))`;

export function postgresDirectoryStatements(
  client: RawClient,
  now: DatabaseTime,
  pulse: Pick<PostgresPulse, 'answered'>,
): DirectoryStatements {
  return {
    forgetStopped: async () => {
      await client.$executeRaw`
        DELETE FROM "zenpulse_runner" WHERE "snapshot" ->> 'state' = 'stopped'
           AND "heartbeat_at" < ${now()} - interval '1 hour'`;
    },
    remove: async (runnerId) => {
      await client.$executeRaw`DELETE FROM "zenpulse_runner" WHERE "runner_id" = ${runnerId}`;
    },
    list: () => client.$queryRaw<ReportedRow[]>`
      SELECT "snapshot"::text, ${epochMs(now())} - ${epochMs(lastSeen)} AS "ageMs"
        FROM "zenpulse_runner" ORDER BY "runner_id"`,
    write: async (runnerId, snapshot) => {
      await client.$executeRaw`
        INSERT INTO "zenpulse_runner" ("runner_id", "snapshot", "heartbeat_at")
        VALUES (${runnerId}, ${snapshot}::json, ${now()})
        ON CONFLICT ("runner_id") DO UPDATE SET
          "snapshot" = excluded."snapshot", "heartbeat_at" = excluded."heartbeat_at"`;
    },
    // It also reads the revision, to notice a dead listening connection where the next sync is an hour away.
    touch: async (runnerId) => {
      const rows = await client.$queryRaw<RevisionPair[]>`
        UPDATE "zenpulse_runner" SET "heartbeat_at" = ${now()} WHERE "runner_id" = ${runnerId}
        RETURNING ${revisionColumns}`;
      for (const read of rows) pulse.answered(read, true);
      return rows.length;
    },
  };
}
