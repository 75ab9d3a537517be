import type { CancelRequestStore } from '@zenpulse/core/ports';
import { sql } from '../sql/sql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

interface Row {
  readonly runId: string;
  readonly requestedAt: string;
}

export function createSqliteCancelRequestStore(database: SqliteDatabase): CancelRequestStore {
  return {
    add: ({ runId, requestedAt }) =>
      guarded(async () => {
        await database.execute(sql`
          INSERT INTO "zenpulse_cancel_request" ("run_id", "requested_at")
          VALUES (${runId}, ${toSqliteInstant(requestedAt)}) ON CONFLICT DO NOTHING`);
      }),
    list: () =>
      guarded(async () => {
        const rows = await database.query<Row>(sql`
          SELECT "run_id" AS "runId", "requested_at" AS "requestedAt"
          FROM "zenpulse_cancel_request" ORDER BY "requested_at", "run_id"`);
        return rows.map((row) => ({ ...row, requestedAt: fromSqliteInstant(row.requestedAt) }));
      }),
    forget: (runIds) =>
      guarded(async () => {
        await database.execute(
          sql`DELETE FROM "zenpulse_cancel_request" WHERE "run_id" IN (${textsIn(runIds)})`,
        );
      }),
  };
}
