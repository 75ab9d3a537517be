import type { ClaimedRequest, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded } from './postgres-errors.ts';
import { epochMs, instant } from './postgres-instant.ts';

const requestFields = Prisma.sql`"id", "schedule_id" AS "scheduleId", ${epochMs(Prisma.raw('"requested_at"'))} AS "requestedAt"`;

export function createPostgresRunRequestStore(client: PostgresClient): RunRequestStore {
  return {
    add: ({ id, scheduleId, requestedAt }) =>
      guarded(async () => {
        await client.$executeRaw`
          INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at")
          VALUES (${id}, ${scheduleId}, ${instant(requestedAt)})`;
      }),
    claim: (runnerId) =>
      guarded(
        () => client.$queryRaw<RunRequest[]>`
          UPDATE "zenpulse_run_request" SET "claimed_at" = statement_timestamp(), "claimed_by" = ${runnerId}
          WHERE "claimed_at" IS NULL RETURNING ${requestFields}`,
      ),
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
                 ${epochMs(Prisma.raw('"claimed_at"'))} AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`,
      ),
    forget: (ids) =>
      guarded(async () => {
        await client.$executeRaw`DELETE FROM "zenpulse_run_request" WHERE "id" = ANY(${[...ids]}::text[])`;
      }),
  };
}
