import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { ClaimedRequest, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import { readParams, writtenParams } from '../requests/request-params.ts';
import { addRunOnce, type RunOnceDeps } from './add-run-once.ts';
import type { RawClient } from './raw-client.ts';
import type { Guard } from './guard.ts';

/** A request as the table holds it. */
export interface RequestRow extends Omit<RunRequest, 'params'> {
  readonly params: string | null;
}

export interface ServerRunRequestDeps extends Omit<RunOnceDeps, 'insert'> {
  readonly guarded: Guard;
  /** Claims all waiting requests; `fields` are the columns of a request. */
  readonly claim: (runnerId: string, fields: Sql) => Promise<RequestRow[]>;
}

export function createServerRunRequestStore(deps: ServerRunRequestDeps): RunRequestStore {
  const { client, dialect, guarded, claim } = deps;
  const { instant, epochMs, isOneOf } = dialect;
  const fields = sql`"id", "schedule_id" AS "scheduleId", ${epochMs(raw('"requested_at"'))} AS "requestedAt", "params"`;
  const insert = async (
    on: RawClient,
    { id, scheduleId, requestedAt, params }: RunRequest,
  ): Promise<void> => {
    await on.$executeRaw(sql`
      INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at", "params")
      VALUES (${id}, ${scheduleId}, ${instant(requestedAt)}, ${writtenParams(params)})`);
  };
  return {
    add: (request) => guarded(() => insert(client, request)),
    addOnce: (request, key) => guarded(() => addRunOnce(request, key, { ...deps, insert })),
    claim: (runnerId) => guarded(async () => (await claim(runnerId, fields)).map(fromRow)),
    expired: (before) =>
      guarded(async () => {
        const rows = await client.$queryRaw<RequestRow[]>(sql`
          SELECT ${fields} FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${instant(before)}`);
        return rows.map(fromRow);
      }),
    claimed: () =>
      guarded(async () => {
        const rows = await client.$queryRaw<(RequestRow & ClaimedRequest)[]>(sql`
          SELECT ${fields}, COALESCE("claimed_by", '') AS "claimedBy",
                 ${epochMs(raw('"claimed_at"'))} AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`);
        return rows.map((row) => ({ ...fromRow(row), claimedBy: row.claimedBy, claimedAt: row.claimedAt }));
      }),
    forget: (ids) =>
      guarded(async () => {
        await client.$executeRaw(sql`DELETE FROM "zenpulse_run_request" WHERE ${isOneOf('"id"', ids)}`);
      }),
  };
}

function fromRow({ id, scheduleId, requestedAt, params }: RequestRow): RunRequest {
  return { id, scheduleId, requestedAt, ...readParams(params) };
}
