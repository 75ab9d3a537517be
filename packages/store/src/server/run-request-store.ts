import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { ClaimedRequest, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { Guard } from './guard.ts';

export interface ServerRunRequestDeps {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
  readonly guarded: Guard;
  /** Claims all waiting requests; `fields` are the columns of a request. */
  readonly claim: (runnerId: string, fields: Sql) => Promise<RunRequest[]>;
}

export function createServerRunRequestStore(deps: ServerRunRequestDeps): RunRequestStore {
  const { client, dialect, guarded, claim } = deps;
  const { instant, epochMs, isOneOf } = dialect;
  const fields = sql`"id", "schedule_id" AS "scheduleId", ${epochMs(raw('"requested_at"'))} AS "requestedAt"`;
  return {
    add: ({ id, scheduleId, requestedAt }) =>
      guarded(async () => {
        await client.$executeRaw(sql`
          INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at")
          VALUES (${id}, ${scheduleId}, ${instant(requestedAt)})`);
      }),
    claim: (runnerId) => guarded(() => claim(runnerId, fields)),
    expired: (before) =>
      guarded(async () =>
        client.$queryRaw<RunRequest[]>(sql`
          SELECT ${fields} FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${instant(before)}`),
      ),
    claimed: () =>
      guarded(async () =>
        client.$queryRaw<ClaimedRequest[]>(sql`
          SELECT ${fields}, COALESCE("claimed_by", '') AS "claimedBy",
                 ${epochMs(raw('"claimed_at"'))} AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`),
      ),
    forget: (ids) =>
      guarded(async () => {
        await client.$executeRaw(sql`DELETE FROM "zenpulse_run_request" WHERE ${isOneOf('"id"', ids)}`);
      }),
  };
}
