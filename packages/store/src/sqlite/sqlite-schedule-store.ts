import { changedSchedule, newSchedule, type Schedule } from '@zenpulse/core/domain';
import {
  type Clock,
  type ScheduleQuery,
  type ScheduleStore,
  type ScheduleListPage,
} from '@zenpulse/core/ports';
import { notFound, repaired, scheduleExists, staleVersion } from '../schedule-refusals.ts';
import { Prisma } from './generated/client/client.ts';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded, isUniqueViolation } from './sqlite-errors.ts';
import { insertUnlessMarked, markCodeSchedule } from './sqlite-code-schedule.ts';
import { readScheduleRow, scheduleAsJson, scheduleValues, type JsonRow } from './sqlite-schedule-row.ts';
import { scheduleConditions, scheduleOrder, sortColumn } from './sqlite-schedule-query.ts';

export interface SqliteStoreDeps {
  readonly client: SqliteClient;
  readonly clock: Clock;
  readonly newId: () => string;
}

export function createSqliteScheduleStore({ client, clock, newId }: SqliteStoreDeps): ScheduleStore {
  const readRevision = async (): Promise<number> => {
    const row = await client.revision.findUnique({ where: { id: 1 } });
    return row?.revision ?? 0;
  };

  const get = async (id: string) => {
    const rows = await client.$queryRaw<JsonRow[]>`
      SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
    return rows[0] === undefined ? null : readScheduleRow(rows[0]);
  };

  const write = async (before: Schedule, after: Schedule): Promise<Schedule> => {
    try {
      const { id, version } = before;
      const { count } = await client.scheduleConfig.updateMany({
        where: { id, version },
        data: scheduleValues(after),
      });
      if (count === 0) throw staleVersion();
      return after;
    } catch (error) {
      throw isUniqueViolation(error) ? scheduleExists(after) : error;
    }
  };

  const store: ScheduleStore = {
    readRevision,
    readChanges: async (since) => {
      const revision = await readRevision();
      const rows = await client.$queryRaw<JsonRow[]>`
        SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "row_revision" > ${since}`;
      const count = await client.scheduleConfig.count();
      return { revision, changed: rows.map(readScheduleRow), count };
    },
    readIds: async () => {
      const rows = await client.scheduleConfig.findMany({ select: { id: true } });
      return rows.map(({ id }) => id);
    },
    list: (query) => listSchedules(client, query),
    get,
    revisionOf: async (id) => {
      const rows = await client.$queryRaw<{ revision: number | bigint }[]>`
        SELECT CAST("row_revision" AS INTEGER) AS "revision" FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
      return rows[0] === undefined ? null : Number(rows[0].revision);
    },
    findByJobs: (jobKeys) =>
      client.scheduleConfig.findMany({
        where: { jobKey: { in: [...jobKeys] } },
        select: { id: true, jobKey: true, variant: true, enabled: true },
        orderBy: [{ jobKey: 'asc' }, { variant: 'asc' }],
      }),
    create: async (fields) => {
      const schedule = newSchedule(newId(), fields, clock.now());
      try {
        await client.scheduleConfig.create({ data: scheduleValues(schedule) });
        return schedule;
      } catch (error) {
        throw isUniqueViolation(error) ? scheduleExists(fields) : error;
      }
    },
    createFromCode: async (fields) => {
      const schedule = newSchedule(newId(), fields, clock.now());
      // No transaction: libsql waits for a lock in the thread, so one that spans turns could wait for itself.
      const created = await client.$executeRaw(insertUnlessMarked(schedule));
      await client.$executeRaw(markCodeSchedule(schedule));
      return created === 1 ? schedule : null;
    },
    change: async (id, version, validate) => {
      const stored = await get(id);
      if (stored === null) throw notFound(id);
      const change = validate(stored);
      const before = stored.isDamaged ? repaired(stored.damaged.values, clock.now()) : stored.schedule;
      if (before.version !== version) throw staleVersion();
      return write(before, changedSchedule(before, change, clock.now()));
    },
    remove: async (id) => {
      const { count } = await client.scheduleConfig.deleteMany({ where: { id } });
      if (count === 0) throw notFound(id);
    },
  };
  return guardedStore(store);
}

/** The sort value leaves as SQLite holds it (`+` takes the column's type away), so that it compares with the column. */
async function listSchedules(client: SqliteClient, query: ScheduleQuery): Promise<ScheduleListPage> {
  const where = scheduleConditions(query);
  const page = await client.$queryRaw<(JsonRow & { sort: string | number; id: string })[]>`
    SELECT ${scheduleAsJson}, +${sortColumn(query.sort)} AS "sort", "id" FROM "zenpulse_schedule_config"
    WHERE ${Prisma.join([...where, ...scheduleOrder(query).after], ' AND ')}
    ORDER BY ${scheduleOrder(query).orderBy} LIMIT ${query.limit + 1}`;
  const [counted] = await client.$queryRaw<{ total: number | bigint }[]>`
    SELECT COUNT(*) AS "total" FROM "zenpulse_schedule_config" WHERE ${Prisma.join(where, ' AND ')}`;
  const rows = page.slice(0, query.limit);
  const last = page.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(readScheduleRow),
    total: Number(counted?.total ?? 0),
    next: last === undefined ? null : { value: last.sort, id: last.id },
  };
}

function guardedStore(store: ScheduleStore): ScheduleStore {
  return {
    readRevision: () => guarded(() => store.readRevision()),
    readChanges: (since) => guarded(() => store.readChanges(since)),
    readIds: () => guarded(() => store.readIds()),
    list: (query) => guarded(() => store.list(query)),
    get: (id) => guarded(() => store.get(id)),
    revisionOf: (id) => guarded(() => store.revisionOf(id)),
    findByJobs: (jobKeys) => guarded(() => store.findByJobs(jobKeys)),
    create: (fields) => guarded(() => store.create(fields)),
    createFromCode: (fields) => guarded(() => store.createFromCode(fields)),
    change: (id, version, validate) => guarded(() => store.change(id, version, validate)),
    remove: (id) => guarded(() => store.remove(id)),
  };
}
