import type { Schedule } from '@zenpulse/core/domain';
import type { Clock } from '@zenpulse/core/ports';
import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import type { EditDeps, EditSteps } from '../schedules/edit-schedules.ts';
import { SCHEDULE_COLUMNS, SCHEDULE_FIELDS, scheduleNames } from '../schedules/schedule-columns.ts';
import { join, raw, sql } from '../sql/sql.ts';
import type { SqliteClient } from './open-sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { toSqliteInstant } from './sqlite-instant.ts';
import {
  readScheduleRow,
  scheduleAsJson,
  scheduleRow,
  scheduleValues,
  type JsonRow,
} from './sqlite-schedule-row.ts';
import { textsIn } from './texts-in.ts';

interface SqliteEditDeps {
  readonly database: SqliteDatabase;
  /** The typed client, used for single edits and loaded by the first of them. */
  readonly client: () => Promise<SqliteClient>;
  readonly clock: Clock;
}

/** A transaction of the typed client waits this long for its turn, and takes at most as long as any other. */
const TYPED = { maxWait: 15_000, timeout: 5_000 };

export function sqliteEdits({
  database,
  client,
  clock,
}: SqliteEditDeps): Pick<EditDeps, 'transact' | 'isMarked'> {
  return {
    transact: async (work, isTyped) => {
      if (!isTyped) return database.transaction((within) => work(plainSteps(within, clock)));
      const typed = await client();
      return typed.$transaction((transaction) => work(typedSteps(transaction, clock)), TYPED);
    },
    isMarked: async ({ jobKey, variant }) => {
      const rows = await database.query(sql`
        SELECT 1 FROM "zenpulse_code_schedule" WHERE "job_key" = ${jobKey} AND "variant" = ${variant}`);
      return rows.length > 0;
    },
  };
}

/** The transaction holds the write lock from its beginning, so reading a row locks it. */
function commonSteps(database: ExecutionDatabase, clock: Clock): Omit<EditSteps, 'insert' | 'update'> {
  return {
    database,
    now: () => Promise.resolve(clock.now()),
    lock: async (ids) => {
      const rows = await database.query<JsonRow>(sql`
        SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" IN (${textsIn(ids)})`);
      return rows.map(readScheduleRow);
    },
    mark: async ({ jobKey, variant, createdAt }) => {
      const marked = await database.execute(sql`
        INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
        VALUES (${jobKey}, ${variant}, ${toSqliteInstant(createdAt)}) ON CONFLICT DO NOTHING`);
      return marked > 0;
    },
  };
}

const assigned = SCHEDULE_FIELDS.map((field) => `"${SCHEDULE_COLUMNS[field].column}" = ?`).join(', ');
const UPDATE = `UPDATE "zenpulse_schedule_config" SET ${assigned} WHERE "id" = ?`;

function plainSteps(database: SqliteDatabase, clock: Clock): EditSteps {
  return {
    ...commonSteps(database, clock),
    insert: (schedule) =>
      database.execute(sql`
        INSERT INTO "zenpulse_schedule_config" (${raw(scheduleNames)}) VALUES (${join(scheduleRow(schedule))})`),
    update: (schedules) =>
      database.executeEach(
        UPDATE,
        schedules.map((schedule) => [...scheduleRow(schedule), schedule.id]),
      ),
  };
}

type TypedTransaction = Pick<SqliteClient, '$queryRaw' | '$executeRaw' | 'scheduleConfig'>;

function typedSteps(transaction: TypedTransaction, clock: Clock): EditSteps {
  const database: ExecutionDatabase = {
    query: (statement) => transaction.$queryRaw(statement),
    execute: (statement) => transaction.$executeRaw(statement),
  };
  return {
    ...commonSteps(database, clock),
    insert: (schedule) => transaction.scheduleConfig.create({ data: scheduleValues(schedule) }),
    update: async (schedules: readonly Schedule[]) => {
      for (const schedule of schedules) {
        await transaction.scheduleConfig.updateMany({
          where: { id: schedule.id },
          data: scheduleValues(schedule),
        });
      }
    },
  };
}
