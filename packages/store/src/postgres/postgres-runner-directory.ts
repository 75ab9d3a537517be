import type { Clock, RunnerDirectory, RunnerReport, RunnerSnapshot, SeenRunner } from '@zenpulse/core/ports';
import { newsOf, readReport, toReport } from '../runner-report.ts';
import { cleanJson } from './clean-text.ts';
import { Prisma } from './generated/client/client.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded } from './postgres-errors.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';

/** So often at most does a runner that has nothing new to say write its row. */
const REPORT_EVERY_MS = 10_000;

export interface PostgresDirectoryDeps {
  readonly client: PostgresClient;
  readonly now: DatabaseTime;
  readonly clock: Clock;
}

interface Row {
  readonly snapshot: string;
  readonly ageMs: number;
}

/** One row a runner. What changes with every run waits for the next heartbeat; everything else is written at once. */
export function createPostgresRunnerDirectory({
  client,
  now,
  clock,
}: PostgresDirectoryDeps): RunnerDirectory {
  return {
    open: (runnerId) =>
      guarded(async () => {
        await client.$executeRaw`
          DELETE FROM "zenpulse_runner" WHERE "snapshot" ->> 'state' = 'stopped'
             AND "heartbeat_at" < ${now()} - interval '1 hour'`;
        return createReport(runnerId, { client, now, clock });
      }),
    remove: (runnerId) =>
      guarded(async () => {
        await client.$executeRaw`DELETE FROM "zenpulse_runner" WHERE "runner_id" = ${runnerId}`;
      }),
    list: () =>
      guarded(async () => {
        const rows = await client.$queryRaw<Row[]>`
          SELECT "snapshot"::text, ${epochMs(now())} - ${epochMs(Prisma.raw('"heartbeat_at"'))} AS "ageMs"
            FROM "zenpulse_runner" ORDER BY "runner_id"`;
        return rows.flatMap((row) => readRow(row, clock.now()));
      }),
  };
}

function createReport(runnerId: string, { client, now, clock }: PostgresDirectoryDeps): RunnerReport {
  let writtenAt: number | null = null;
  let writtenNews: string | null = null;
  let waiting: RunnerSnapshot | null = null;

  const isDue = () => writtenAt === null || Math.abs(clock.now() - writtenAt) >= REPORT_EVERY_MS;

  const write = async (snapshot: RunnerSnapshot): Promise<void> => {
    waiting = snapshot; // until it is written: a heartbeat tries again
    await client.$executeRaw`
      INSERT INTO "zenpulse_runner" ("runner_id", "snapshot", "heartbeat_at")
      VALUES (${runnerId}, ${cleanJson(toReport(snapshot))}::json, ${now()})
      ON CONFLICT ("runner_id") DO UPDATE SET
        "snapshot" = excluded."snapshot", "heartbeat_at" = excluded."heartbeat_at"`;
    if (waiting === snapshot) waiting = null;
    writtenAt = clock.now();
    writtenNews = newsOf(snapshot);
  };

  const touch = async (): Promise<void> => {
    const count = await client.$executeRaw`
      UPDATE "zenpulse_runner" SET "heartbeat_at" = ${now()} WHERE "runner_id" = ${runnerId}`;
    if (count === 0) throw new Error(`expected the row of the runner ${runnerId}, got none`);
    writtenAt = clock.now();
  };

  return {
    write: (snapshot) =>
      guarded(async () => {
        if (isDue() || newsOf(snapshot) !== writtenNews) await write(snapshot);
        else waiting = snapshot;
      }),
    heartbeat: () =>
      guarded(async () => {
        if (writtenAt !== null && !isDue()) return;
        if (waiting === null) await touch();
        else await write(waiting);
      }),
  };
}

/** The age is measured by the database's clock alone, and told by the reader's: their difference does no harm. */
function readRow({ snapshot: text, ageMs }: Row, now: number): SeenRunner[] {
  const snapshot = readReport(text);
  if (snapshot === null) return [];
  const heartbeatAt = Math.round(now - ageMs);
  return [{ ...snapshot, heartbeatAt, heartbeatEverySeconds: REPORT_EVERY_MS / 1_000 }];
}
