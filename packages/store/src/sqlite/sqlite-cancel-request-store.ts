import type { CancelRequestStore } from '@zenpulse/core/ports';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

interface Row {
  readonly runId: string;
  readonly requestedAt: string;
}

export function createSqliteCancelRequestStore(client: SqliteClient): CancelRequestStore {
  return {
    add: ({ runId, requestedAt }) =>
      guarded(async () => {
        await client.$executeRaw`
          INSERT INTO "zenpulse_cancel_request" ("run_id", "requested_at")
          VALUES (${runId}, ${toSqliteInstant(requestedAt)}) ON CONFLICT DO NOTHING`;
      }),
    list: () =>
      guarded(async () => {
        const rows = await client.$queryRaw<Row[]>`
          SELECT "run_id" AS "runId", CAST("requested_at" AS TEXT) AS "requestedAt"
          FROM "zenpulse_cancel_request" ORDER BY "requested_at", "run_id"`;
        return rows.map((row) => ({ ...row, requestedAt: fromSqliteInstant(row.requestedAt) }));
      }),
    forget: (runIds) =>
      guarded(async () => {
        await client.cancelRequest.deleteMany({ where: { runId: { in: [...runIds] } } });
      }),
  };
}
