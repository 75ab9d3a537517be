import type { Clock, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

interface Row {
  readonly id: string;
  readonly scheduleId: string;
  readonly requestedAt: string;
}

export function createSqliteRunRequestStore(client: SqliteClient, clock: Clock): RunRequestStore {
  return {
    add: ({ id, scheduleId, requestedAt }) =>
      guarded(async () => {
        await client.runRequest.create({ data: { id, scheduleId, requestedAt: new Date(requestedAt) } });
      }),
    claim: (runnerId) =>
      guarded(async () => {
        const rows = await client.$queryRaw<Row[]>`
          UPDATE "zenpulse_run_request" SET "claimed_at" = ${toSqliteInstant(clock.now())}, "claimed_by" = ${runnerId}
          WHERE "claimed_at" IS NULL
          RETURNING "id", "schedule_id" AS "scheduleId", CAST("requested_at" AS TEXT) AS "requestedAt"`;
        return rows.map(fromRow);
      }),
    takeExpired: (before) =>
      guarded(async () => {
        const rows = await client.$queryRaw<Row[]>`
          DELETE FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${toSqliteInstant(before)}
          RETURNING "id", "schedule_id" AS "scheduleId", CAST("requested_at" AS TEXT) AS "requestedAt"`;
        return rows.map(fromRow);
      }),
    forget: (ids) =>
      guarded(async () => {
        await client.runRequest.deleteMany({ where: { id: { in: [...ids] } } });
      }),
  };
}

function fromRow({ id, scheduleId, requestedAt }: Row): RunRequest {
  return { id, scheduleId, requestedAt: fromSqliteInstant(requestedAt) };
}
