import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import {
  MAX_OUTPUT_WATCHES,
  OUTPUT_WATCH_MS,
  type OutputStore,
  type OutputWatch,
} from '@zenpulse/core/ports';
import { outputText, readOutput } from '../output/output-text.ts';
import type { Guard } from './guard.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface ServerOutputDeps {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
  readonly guarded: Guard;
  /** The database's time. */
  readonly now: () => Sql;
  /** The database's time in so many milliseconds. */
  readonly nowPlus: (ms: number) => Sql;
  /** The end of an INSERT that renews the watch of an existing row. */
  readonly elseRenew: Sql;
}

/** A row is a watch, and has what was written because of it. */
export function createServerOutputStore(deps: ServerOutputDeps): OutputStore {
  const { client, dialect, guarded, now, nowPlus, elseRenew } = deps;
  const { epochMs, isOneOf, asNumber } = dialect;
  const left = () => sql`${epochMs(raw('"watched_until"'))} - ${epochMs(now())}`;
  const until = () => nowPlus(OUTPUT_WATCH_MS);
  return {
    watch: (runId) =>
      guarded(async () => {
        const renewed = await client.$executeRaw(
          sql`UPDATE "zenpulse_run_output" SET "watched_until" = ${until()} WHERE "run_id" = ${runId}`,
        );
        if (renewed > 0) return true;
        const [found] = await client.$queryRaw<{ readonly count: number }[]>(
          sql`SELECT ${asNumber(raw('COUNT(*)'))} AS "count" FROM "zenpulse_run_output"`,
        );
        if ((found?.count ?? 0) >= MAX_OUTPUT_WATCHES) return false;
        await client.$executeRaw(sql`
          INSERT INTO "zenpulse_run_output" ("run_id", "watched_until") VALUES (${runId}, ${until()}) ${elseRenew}`);
        return true;
      }),
    watched: () =>
      guarded(async () =>
        client.$queryRaw<OutputWatch[]>(sql`
          SELECT "run_id" AS "runId", ${left()} AS "leftMs" FROM "zenpulse_run_output"
           WHERE "watched_until" > ${now()}`),
      ),
    write: (outputs) =>
      guarded(async () => {
        if (outputs.length === 0) return;
        const runIds = outputs.map(({ runId }) => runId);
        const cases = outputs.map((output) => sql`WHEN ${output.runId} THEN ${outputText(output)}`);
        await client.$executeRaw(sql`
          UPDATE "zenpulse_run_output" SET "output" = CASE "run_id" ${join(cases, ' ')} END, "written_at" = ${now()}
           WHERE ${isOneOf('"run_id"', runIds)}`);
      }),
    read: (runId) =>
      guarded(async () => {
        const [row] = await client.$queryRaw<{ readonly output: string | null }[]>(
          sql`SELECT "output" FROM "zenpulse_run_output" WHERE "run_id" = ${runId}`,
        );
        return readOutput(row?.output ?? null, runId);
      }),
    prune: () =>
      guarded(async () => {
        await client.$executeRaw(sql`DELETE FROM "zenpulse_run_output" WHERE "watched_until" <= ${now()}`);
      }),
  };
}
