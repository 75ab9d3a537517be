import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type ScheduleQuery,
  type ScheduleRef,
  type ScheduleStore,
  type ScheduleListPage,
  type ScheduleTest,
} from '@zenpulse/core/ports';
import { countNamed } from '../schedules/count-named.ts';
import { readContinued } from '../schedules/revision-continuity.ts';
import { scheduleWrites } from '../schedules/edit-schedules.ts';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import type { SqliteClient } from './open-sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded, isUniqueViolation } from './sqlite-errors.ts';
import {
  beginSqliteHistory,
  hasHadSqliteRevision,
  readSqliteChanges,
  readSqliteRevision,
} from './sqlite-revision.ts';
import { sqliteFiguresDialect } from './sqlite-figures.ts';
import { sqliteEdits } from './sqlite-schedule-edits.ts';
import { readScheduleRow, scheduleAsJson, type JsonRow } from './sqlite-schedule-row.ts';
import { textsIn } from './texts-in.ts';
import { cursorValue, scheduleConditions, selectionsOf, testCondition } from './sqlite-schedule-query.ts';

export interface SqliteStoreDeps {
  readonly database: SqliteDatabase;
  /** The typed client, used only for edits and loaded by the first of them. */
  readonly client: () => Promise<SqliteClient>;
  readonly clock: Clock;
  readonly newId: () => string;
}

export function createSqliteScheduleStore({
  database,
  client,
  clock,
  newId,
}: SqliteStoreDeps): ScheduleStore {
  const get = async (id: string) => {
    const rows = await database.query<JsonRow>(sql`
      SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`);
    return rows[0] === undefined ? null : readScheduleRow(rows[0]);
  };

  const store: ScheduleStore = {
    readRevision: () => readSqliteRevision(database),
    readChanges: (since) => readContinued(since, (after) => readSqliteChanges(database, after)),
    hasHad: (pair) => hasHadSqliteRevision(database, pair),
    beginHistory: async () => {
      const historyId = randomUUID();
      await database.execute(beginSqliteHistory(historyId));
      return historyId;
    },
    list: (query) => listSchedules(database, query),
    countEach: (tests) => countNamed(tests, (each) => countSchedules(database, each)),
    idsOf: async (test, after, limit) => {
      const beyond = after === null ? sql`1 = 1` : sql`"id" > ${after}`;
      const rows = await database.query<{ id: string }>(sql`
        SELECT "id" FROM "zenpulse_schedule_config" WHERE ${testCondition(test)} AND ${beyond}
        ORDER BY "id" LIMIT ${limit}`);
      return rows.map(({ id }) => id);
    },
    get,
    revisionOf: async (id) => {
      const rows = await database.query<{ revision: number | bigint }>(sql`
        SELECT CAST("row_revision" AS INTEGER) AS "revision" FROM "zenpulse_schedule_config" WHERE "id" = ${id}`);
      return rows[0] === undefined ? null : Number(rows[0].revision);
    },
    findByJobs: async (jobKeys) => {
      const rows = await database.query<Omit<ScheduleRef, 'enabled'> & { enabled: unknown }>(sql`
        SELECT "id", "job_key" AS "jobKey", "variant", "enabled" FROM "zenpulse_schedule_config"
        WHERE "job_key" IN (${textsIn(jobKeys)}) ORDER BY "job_key", "variant"`);
      return rows.map((row) => ({ ...row, enabled: row.enabled === 1 }));
    },
    ...scheduleWrites({
      ...sqliteEdits({ database, client, clock }),
      dialect: sqliteFiguresDialect,
      newId,
      isUniqueViolation,
    }),
  };
  return guardedStore(store);
}

/** The sort value is read without conversion (`+` removes the column's type), so that it compares with the column. */
async function listSchedules(database: SqliteDatabase, query: ScheduleQuery): Promise<ScheduleListPage> {
  const page: (JsonRow & { readonly sort: string | number; readonly id: string })[] = [];
  for (const { from, where, sort, orderBy } of selectionsOf(query)) {
    const left = query.limit + 1 - page.length;
    if (left <= 0) break;
    page.push(
      ...(await database.query<(typeof page)[number]>(sql`
        SELECT ${scheduleAsJson}, ${sort} AS "sort", "id" FROM ${from}
        WHERE ${join([...where], ' AND ')} ORDER BY ${orderBy} LIMIT ${left}`)),
    );
  }
  const total = query.isUncounted === true ? 0 : await countMatching(database, scheduleConditions(query));
  const rows = page.slice(0, query.limit);
  const last = page.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(readScheduleRow),
    total,
    next: last === undefined ? null : { value: cursorValue(last.sort), id: last.id },
  };
}

async function countMatching(database: SqliteDatabase, where: readonly Sql[]): Promise<number> {
  const [counted] = await database.query<{ total: number | bigint }>(sql`
    SELECT COUNT(*) AS "total" FROM "zenpulse_schedule_config" WHERE ${join([...where], ' AND ')}`);
  return Number(counted?.total ?? 0);
}

async function countSchedules(
  database: SqliteDatabase,
  tests: readonly (ScheduleTest | null)[],
): Promise<number[]> {
  const counts = tests.map((test, index) => {
    const where = test === null ? sql`1 = 1` : testCondition(test);
    return sql`(SELECT COUNT(*) FROM "zenpulse_schedule_config" WHERE ${where}) AS ${raw(`"n${index}"`)}`;
  });
  const [row] = await database.query<Record<string, number | bigint>>(sql`SELECT ${join(counts)}`);
  return tests.map((_test, index) => Number(row?.[`n${index}`] ?? 0));
}

function guardedStore(store: ScheduleStore): ScheduleStore {
  return {
    readRevision: () => guarded(() => store.readRevision()),
    readChanges: (since) => guarded(() => store.readChanges(since)),
    hasHad: (pair) => guarded(() => store.hasHad(pair)),
    beginHistory: () => guarded(() => store.beginHistory()),
    list: (query) => guarded(() => store.list(query)),
    countEach: (tests) => guarded(() => store.countEach(tests)),
    idsOf: (test, after, limit) => guarded(() => store.idsOf(test, after, limit)),
    get: (id) => guarded(() => store.get(id)),
    revisionOf: (id) => guarded(() => store.revisionOf(id)),
    findByJobs: (jobKeys) => guarded(() => store.findByJobs(jobKeys)),
    create: (fields, author) => guarded(() => store.create(fields, author)),
    createFromCode: (fields) => guarded(() => store.createFromCode(fields)),
    change: (id, version, validate, author) => guarded(() => store.change(id, version, validate, author)),
    reanchor: (id, version) => guarded(() => store.reanchor(id, version)),
    remove: (id, author) => guarded(() => store.remove(id, author)),
    edit: (ids, decide, author) => guarded(() => store.edit(ids, decide, author)),
  };
}
