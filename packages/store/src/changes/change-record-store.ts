import type { ChangeRecord } from '@zenpulse/core/domain';
import {
  CHANGE_PAGE_CHARACTERS,
  CHANGES_SEARCHED,
  type ChangeCursor,
  type ChangeFilter,
  type ChangeRecordStore,
  type Clock,
} from '@zenpulse/core/ports';
import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import { StepPace } from '../executions/step-pace.ts';
import { newId } from '../new-id.ts';
import type { Guard } from '../server/guard.ts';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import {
  changeFields,
  insertChanges,
  readChange,
  type ChangeDialect,
  type ChangeRow,
} from './change-columns.ts';

export interface ChangeRecordStoreDeps {
  readonly database: ExecutionDatabase;
  readonly dialect: ChangeDialect;
  readonly clock: Clock;
  readonly guarded: Guard;
}

/** The record of changes on every database; writes of schedules are recorded in `schedules/edit-schedules.ts`. */
export function createChangeRecordStore(deps: ChangeRecordStoreDeps): ChangeRecordStore {
  const { database, dialect, clock, guarded } = deps;
  const fields = changeFields(dialect);
  const read = async (where: Sql, orderBy: string, limit: number): Promise<ChangeRecord[]> => {
    const rows = await database.query<ChangeRow>(sql`
      SELECT ${fields} FROM "zenpulse_change" WHERE ${where} ORDER BY ${raw(orderBy)} LIMIT ${raw(String(limit))}`);
    return rows.map((row) => readChange(row, dialect));
  };
  return {
    list: (filter, { after, limit }) =>
      guarded(async () => {
        const { ids, next } = await findPage(deps, filter, after, limit);
        if (ids.length === 0) return { items: [], next };
        return { items: await read(dialect.isOneOf('id', ids), '"at" DESC, "id" DESC', ids.length), next };
      }),
    get: (id) => guarded(async () => (await read(sql`"id" = ${id}`, '"id"', 1))[0] ?? null),
    ofBulk: (bulkId, after, limit) =>
      guarded(() => {
        const beyond = after === null ? raw('') : sql`AND "id" > ${after}`;
        return read(sql`"bulk_id" = ${bulkId} ${beyond}`, '"bulk_id", "id"', limit);
      }),
    add: (action, { actor, origin, reason }) =>
      guarded(async () => {
        const change: ChangeRecord = {
          scheduleId: null,
          jobKey: null,
          variant: null,
          bulkId: null,
          ...action,
          id: newId(),
          at: clock.now(),
          actor,
          origin,
          reason: reason ?? null,
          before: null,
          revertOf: null,
        };
        for (const statement of insertChanges([change], dialect, false)) await database.execute(statement);
        return change.id;
      }),
    settle: (id, values) =>
      guarded(async () => {
        await database.execute(
          sql`UPDATE "zenpulse_change" SET "after" = ${JSON.stringify(values)} WHERE "id" = ${id}`,
        );
      }),
    prune: (before, options) =>
      guarded(() => pruneChanges(deps, before, () => options?.signal?.aborted === true)),
  };
}

/** Enough of a row to choose a page by. */
interface Found {
  readonly id: string;
  readonly at: unknown;
  readonly actor: string | null;
  readonly action: string;
  readonly size: number | bigint | string;
}

const CHUNK = 500;

/**
 * Walks one index from the newest row on, and checks the other conditions here; ends when the page is full or large, or
 * after `CHANGES_SEARCHED` rows.
 */
async function findPage(
  { database, dialect }: ChangeRecordStoreDeps,
  filter: ChangeFilter,
  after: ChangeCursor | undefined,
  limit: number,
): Promise<{ ids: string[]; next: ChangeCursor | null }> {
  const { conditions, orderBy, isExact } = walkOf(filter, dialect);
  const ids: string[] = [];
  let left = CHANGE_PAGE_CHARACTERS;
  let cursor = after;
  for (let searched = 0; searched < CHANGES_SEARCHED;) {
    const size = isExact ? limit - ids.length + 1 : CHUNK;
    const where = [...conditions, ...(cursor === undefined ? [] : [beyond(cursor, dialect)])];
    const rows = await database.query<Found>(sql`
      SELECT "id", ${dialect.sentInstant('at')} AS "at", "actor", "action",
             COALESCE(LENGTH("before"), 0) + COALESCE(LENGTH("after"), 0) AS "size"
        FROM "zenpulse_change" WHERE ${join(where, ' AND ')}
       ORDER BY ${raw(orderBy)} LIMIT ${raw(String(size))}`);
    for (const row of rows) {
      const isMatch = filter.actor === undefined || row.actor === filter.actor;
      if (isMatch && (filter.action === undefined || row.action === filter.action)) {
        left -= Number(row.size);
        if (ids.length === limit || (left < 0 && ids.length > 0)) return { ids, next: cursor ?? null };
        ids.push(row.id);
      }
      cursor = { at: dialect.readInstant(row.at), id: row.id };
    }
    if (rows.length < size) return { ids, next: null };
    searched += rows.length;
  }
  return { ids, next: cursor ?? null };
}

/** The index that the page is read by. */
function walkOf({ scheduleId, actor, action, from, to }: ChangeFilter, { instant }: ChangeDialect) {
  const equal = [
    ['schedule_id', scheduleId],
    ['actor', actor],
    ['action', action],
  ] as const;
  const given = equal.filter(([, value]) => value !== undefined);
  const [column, value] = given[0] ?? [];
  const conditions: Sql[] = [sql`1 = 1`];
  if (column !== undefined) conditions.push(sql`${raw(`"${column}"`)} = ${value}`);
  if (from !== undefined) conditions.push(sql`"at" >= ${instant(from)}`);
  if (to !== undefined) conditions.push(sql`"at" < ${instant(to)}`);
  const leading = column === undefined ? '' : `"${column}" DESC, `;
  return { conditions, orderBy: `${leading}"at" DESC, "id" DESC`, isExact: given.length < 2 };
}

function beyond({ at, id }: ChangeCursor, { instant }: ChangeDialect): Sql {
  return sql`"at" <= ${instant(at)} AND ("at" < ${instant(at)} OR "id" < ${id})`;
}

async function pruneChanges(
  { database, dialect, clock }: ChangeRecordStoreDeps,
  before: number,
  isStopped: () => boolean,
): Promise<number> {
  const pace = new StepPace(clock, 500);
  let deleted = 0;
  for (let found = 1; found > 0 && !isStopped(); deleted += found) {
    found = await pace.timed(async (rows) => {
      const old = await database.query<{ id: string }>(sql`
        SELECT "id" FROM "zenpulse_change" WHERE "at" < ${dialect.instant(before)}
         ORDER BY "at" LIMIT ${raw(String(Math.min(rows, 500)))}`);
      if (old.length === 0) return 0;
      const ids = old.map(({ id }) => id);
      return database.execute(sql`DELETE FROM "zenpulse_change" WHERE ${dialect.isOneOf('id', ids)}`);
    });
  }
  return deleted;
}
