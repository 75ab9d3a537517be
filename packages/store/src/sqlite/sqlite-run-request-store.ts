import type { ClaimedRequest, Clock, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

interface Row {
  readonly id: string;
  readonly scheduleId: string;
  readonly requestedAt: string;
}

interface ClaimedRow extends Row {
  readonly claimedBy: string | null;
  readonly claimedAt: string;
}

const requestFields = Prisma.sql`"id", "schedule_id" AS "scheduleId", CAST("requested_at" AS TEXT) AS "requestedAt"`;

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
          WHERE "claimed_at" IS NULL RETURNING ${requestFields}`;
        return rows.map(fromRow);
      }),
    expired: (before) =>
      guarded(async () => {
        const rows = await client.$queryRaw<Row[]>`
          SELECT ${requestFields} FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${toSqliteInstant(before)}`;
        return rows.map(fromRow);
      }),
    claimed: () =>
      guarded(async () => {
        const rows = await client.$queryRaw<ClaimedRow[]>`
          SELECT ${requestFields}, "claimed_by" AS "claimedBy", CAST("claimed_at" AS TEXT) AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`;
        return rows.map(fromClaimedRow);
      }),
    forget: (ids) =>
      guarded(async () => {
        await client.runRequest.deleteMany({ where: { id: { in: [...ids] } } });
      }),
  };
}

function fromClaimedRow(row: ClaimedRow): ClaimedRequest {
  return { ...fromRow(row), claimedBy: row.claimedBy ?? '', claimedAt: fromSqliteInstant(row.claimedAt) };
}

function fromRow({ id, scheduleId, requestedAt }: Row): RunRequest {
  return { id, scheduleId, requestedAt: fromSqliteInstant(requestedAt) };
}
