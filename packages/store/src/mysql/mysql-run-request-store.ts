import { join, raw, sqltag as sql } from '@prisma/client/runtime/client';
import type { ClaimedRequest, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded, isDeadlock } from './mysql-errors.ts';
import { epochMs, instant } from './mysql-instant.ts';
import type { MysqlClient } from './open-mysql.ts';

const CLAIM_TRIES = 5;

const requestFields = sql`"id", "schedule_id" AS "scheduleId", ${epochMs(raw('"requested_at"'))} AS "requestedAt"`;

export function createMysqlRunRequestStore(client: MysqlClient): RunRequestStore {
  return {
    add: ({ id, scheduleId, requestedAt }) =>
      guarded(async () => {
        await client.$executeRaw`
          INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at")
          VALUES (${id}, ${scheduleId}, ${instant(requestedAt)})`;
      }),
    claim: (runnerId) => guarded(() => claim(client, runnerId)),
    expired: (before) =>
      guarded(
        () => client.$queryRaw<RunRequest[]>`
          SELECT ${requestFields} FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${instant(before)}`,
      ),
    claimed: () =>
      guarded(
        () => client.$queryRaw<ClaimedRequest[]>`
          SELECT ${requestFields}, COALESCE("claimed_by", '') AS "claimedBy",
                 ${epochMs(raw('"claimed_at"'))} AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`,
      ),
    forget: (ids) =>
      guarded(async () => {
        if (ids.length === 0) return;
        await client.$executeRaw`DELETE FROM "zenpulse_run_request" WHERE ${mysqlDialect.isOneOf('"id"', ids)}`;
      }),
  };
}

/** No UPDATE returns its rows here: they are locked, read, and taken. Mostly there are none. */
async function claim(client: MysqlClient, runnerId: string): Promise<RunRequest[]> {
  for (let left = CLAIM_TRIES - 1; ; left -= 1) {
    try {
      return await client.$transaction(async (transaction) => {
        const requests = await transaction.$queryRaw<RunRequest[]>`
          SELECT ${requestFields} FROM "zenpulse_run_request" WHERE "claimed_at" IS NULL FOR UPDATE`;
        if (requests.length === 0) return requests;
        await transaction.$executeRaw`
          UPDATE "zenpulse_run_request" SET "claimed_at" = utc_timestamp(3), "claimed_by" = ${runnerId}
          WHERE "id" IN (${join(requests.map(({ id }) => id))})`;
        return requests;
      });
    } catch (error) {
      if (left === 0 || !isDeadlock(error)) throw error;
    }
  }
}
