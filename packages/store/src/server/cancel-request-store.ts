import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { CancelRequest, CancelRequestStore } from '@zenpulse/core/ports';
import type { Guard } from './guard.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface ServerCancelRequestDeps {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
  readonly guarded: Guard;
  /** The end of an INSERT that leaves an existing row unchanged. */
  readonly unlessThere: Sql;
}

export function createServerCancelRequestStore(deps: ServerCancelRequestDeps): CancelRequestStore {
  const { client, dialect, guarded, unlessThere } = deps;
  const { instant, epochMs, isOneOf } = dialect;
  return {
    add: ({ runId, requestedAt }) =>
      guarded(async () => {
        await client.$executeRaw(sql`
          INSERT INTO "zenpulse_cancel_request" ("run_id", "requested_at")
          VALUES (${runId}, ${instant(requestedAt)}) ${unlessThere}`);
      }),
    list: () =>
      guarded(async () =>
        client.$queryRaw<CancelRequest[]>(sql`
          SELECT "run_id" AS "runId", ${epochMs(raw('"requested_at"'))} AS "requestedAt"
          FROM "zenpulse_cancel_request" ORDER BY "requested_at", "run_id"`),
      ),
    forget: (runIds) =>
      guarded(async () => {
        await client.$executeRaw(sql`
          DELETE FROM "zenpulse_cancel_request" WHERE ${isOneOf('"run_id"', runIds)}`);
      }),
  };
}
