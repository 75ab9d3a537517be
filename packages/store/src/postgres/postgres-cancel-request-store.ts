import type { CancelRequest, CancelRequestStore } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded } from './postgres-errors.ts';
import { epochMs, instant } from './postgres-instant.ts';

const requestedAt = Prisma.raw('"requested_at"');

export function createPostgresCancelRequestStore(client: PostgresClient): CancelRequestStore {
  return {
    add: (request) =>
      guarded(async () => {
        await client.$executeRaw`
          INSERT INTO "zenpulse_cancel_request" ("run_id", "requested_at")
          VALUES (${request.runId}, ${instant(request.requestedAt)}) ON CONFLICT DO NOTHING`;
      }),
    list: () =>
      guarded(
        () => client.$queryRaw<CancelRequest[]>`
          SELECT "run_id" AS "runId", ${epochMs(requestedAt)} AS "requestedAt"
          FROM "zenpulse_cancel_request" ORDER BY ${requestedAt}, "run_id"`,
      ),
    forget: (runIds) =>
      guarded(async () => {
        await client.$executeRaw`
          DELETE FROM "zenpulse_cancel_request" WHERE "run_id" = ANY(${[...runIds]}::text[])`;
      }),
  };
}
