import { changedSchedule, newSchedule, type Schedule } from '@zenpulse/core/domain';
import type {
  ScheduleChanges,
  ScheduleListPage,
  ScheduleQuery,
  ScheduleRef,
  ScheduleStore,
} from '@zenpulse/core/ports';
import { notFound, repaired, scheduleExists, staleVersion } from '../schedule-refusals.ts';
import { Prisma } from './generated/client/client.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded, isUniqueViolation } from './postgres-errors.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';
import { scheduleConditions, scheduleOrder, sortValue } from './postgres-schedule-query.ts';
import {
  readScheduleRow,
  scheduleAsJson,
  scheduleColumns,
  scheduleRow,
  type JsonRow,
} from './postgres-schedule-row.ts';
import type { ServerClock } from './server-clock.ts';

export interface PostgresScheduleDeps {
  readonly client: PostgresClient;
  readonly now: DatabaseTime;
  readonly newId: () => string;
  /** Learns the server's time from each reading of the revision. */
  readonly clock: ServerClock;
}

/** Schedules on PostgreSQL. Triggers raise the revision and send the hint, for SQL by hand as for these statements. */
export function createPostgresScheduleStore(deps: PostgresScheduleDeps): ScheduleStore {
  const { client, now, newId } = deps;
  const readNow = async (): Promise<number> => {
    const rows = await client.$queryRaw<{ now: number }[]>`SELECT ${epochMs(now())} AS "now"`;
    return firstOf(rows).now;
  };

  const get = async (id: string) => {
    const rows = await client.$queryRaw<JsonRow[]>`
      SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
    return rows[0] === undefined ? null : readScheduleRow(rows[0]);
  };

  return {
    readRevision: () => guarded(() => readRevision(deps)),
    readChanges: (since) => guarded(() => readChanges(deps, since)),
    readIds: () =>
      guarded(async () => {
        const rows = await client.$queryRaw<{ id: string }[]>`SELECT "id" FROM "zenpulse_schedule_config"`;
        return rows.map(({ id }) => id);
      }),
    list: (query) => guarded(() => listSchedules(client, query)),
    get: (id) => guarded(() => get(id)),
    revisionOf: (id) =>
      guarded(async () => {
        const rows = await client.$queryRaw<{ revision: number }[]>`
          SELECT "row_revision"::float8 AS "revision" FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
        return rows[0]?.revision ?? null;
      }),
    findByJobs: (jobKeys) =>
      guarded(
        () => client.$queryRaw<ScheduleRef[]>`
          SELECT "id", "job_key" AS "jobKey", "variant", "enabled" FROM "zenpulse_schedule_config"
          WHERE "job_key" = ANY(${[...jobKeys]}::text[]) ORDER BY "job_key", "variant"`,
      ),
    create: (fields) =>
      guarded(async () => {
        const schedule = newSchedule(newId(), fields, await readNow());
        await refusingTwins(schedule, insert(client, schedule));
        return schedule;
      }),
    createFromCode: (fields) =>
      guarded(async () => {
        const schedule = newSchedule(newId(), fields, await readNow());
        return (await insertUnlessMarked(client, schedule)) === 1 ? schedule : null;
      }),
    change: (id, version, validate) =>
      guarded(async () => {
        const stored = await get(id);
        if (stored === null) throw notFound(id);
        const change = validate(stored);
        const moment = await readNow();
        const before = stored.isDamaged ? repaired(stored.damaged.values, moment) : stored.schedule;
        if (before.version !== version) throw staleVersion();
        const after = changedSchedule(before, change, moment);
        if ((await refusingTwins(after, update(client, after, version))) === 0) throw staleVersion();
        return after;
      }),
    remove: (id) =>
      guarded(async () => {
        const count = await client.$executeRaw`DELETE FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
        if (count === 0) throw notFound(id);
      }),
  };
}

async function readRevision({ client, clock, now }: PostgresScheduleDeps): Promise<number> {
  const rows = await clock.measured(
    () => client.$queryRaw<{ revision: number; now: number }[]>`
      SELECT "revision"::float8, ${epochMs(now())} AS "now" FROM "zenpulse_revision" WHERE "id" = 1`,
  );
  return rows[0]?.revision ?? 0;
}

/** One statement is one snapshot: revision, rows and count belong together. Without news it is one row of nulls. */
async function readChanges(
  { client, clock, now }: PostgresScheduleDeps,
  since: number,
): Promise<ScheduleChanges> {
  const rows = await clock.measured(
    () => client.$queryRaw<{ row: string | null; revision: number; count: number; now: number }[]>`
      SELECT "news"."row",
             COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0)::float8 AS "revision",
             (SELECT COUNT(*) FROM "zenpulse_schedule_config")::float8 AS "count", ${epochMs(now())} AS "now"
        FROM (VALUES (1)) AS "always"
        LEFT JOIN (SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config"
                    WHERE "row_revision" > ${since}::float8::bigint) AS "news" ON true`,
  );
  const { revision, count } = firstOf(rows);
  return {
    revision,
    count,
    changed: rows.flatMap(({ row }) => (row === null ? [] : [readScheduleRow({ row })])),
  };
}

async function listSchedules(client: PostgresClient, query: ScheduleQuery): Promise<ScheduleListPage> {
  const where = scheduleConditions(query);
  const { orderBy, after } = scheduleOrder(query);
  const page = await client.$queryRaw<(JsonRow & { sort: string | number; id: string })[]>`
    SELECT ${scheduleAsJson}, ${sortValue(query.sort)} AS "sort", "id" FROM "zenpulse_schedule_config"
    WHERE ${Prisma.join([...where, ...after], ' AND ')} ORDER BY ${orderBy} LIMIT ${query.limit + 1}`;
  const counted = await client.$queryRaw<{ total: number }[]>`
    SELECT COUNT(*)::float8 AS "total" FROM "zenpulse_schedule_config" WHERE ${Prisma.join(where, ' AND ')}`;
  const rows = page.slice(0, query.limit);
  const last = page.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(readScheduleRow),
    total: firstOf(counted).total,
    next: last === undefined ? null : { value: last.sort, id: last.id },
  };
}

function insert(client: PostgresClient, schedule: Schedule): Promise<number> {
  return client.$executeRaw`
    INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) ${scheduleRow(schedule)}`;
}

function update(client: PostgresClient, schedule: Schedule, version: number): Promise<number> {
  return client.$executeRaw`
    UPDATE "zenpulse_schedule_config" SET (${scheduleColumns}) = (${scheduleRow(schedule)})
    WHERE "id" = ${schedule.id} AND "version" = ${version}`;
}

/**
 * Creates the schedule unless it was created from code before, or exists; remembers it either way, so that a
 * deleted one stays deleted. One statement, in which the mark decides: two runners may try.
 */
function insertUnlessMarked(client: PostgresClient, schedule: Schedule): Promise<number> {
  const { jobKey, variant } = schedule;
  return client.$executeRaw`
    WITH "mark" AS (
      INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
      VALUES (${jobKey}, ${variant}, statement_timestamp()) ON CONFLICT DO NOTHING RETURNING 1)
    INSERT INTO "zenpulse_schedule_config" (${scheduleColumns})
    ${scheduleRow(schedule)}, "mark" ON CONFLICT ("job_key", "variant") DO NOTHING`;
}

async function refusingTwins(schedule: Schedule, write: Promise<number>): Promise<number> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error) ? scheduleExists(schedule) : error;
  }
}

function firstOf<T>(rows: readonly T[]): T {
  const [first] = rows;
  if (first === undefined) throw new Error('expected a row of a statement that always has one, got none');
  return first;
}
