import type { Schedule, StoredSchedule } from '@zenpulse/core/domain';
import type { EditDeps, EditSteps } from '../schedules/edit-schedules.ts';
import { sql, type Sql } from '../sql/sql.ts';
import { executionDatabase } from './execution-database.ts';
import type { DatabaseClient, RawClient } from './raw-client.ts';
import { firstOf } from './schedule-statements.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface ServerEditDeps {
  readonly client: DatabaseClient;
  readonly dialect: SqlDialect;
  /** The server's time, as an expression. */
  readonly now: () => Sql;
  readonly isDeadlock: (error: unknown) => boolean;
  readonly statements: (client: RawClient) => ServerEditStatements;
}

/** What differs between the servers. */
export interface ServerEditStatements extends Pick<EditSteps, 'insert' | 'mark'> {
  /** Reads and locks the rows, in the order of their ids. */
  lock(isOneOf: Sql): Promise<readonly StoredSchedule[]>;
  update(schedule: Schedule): Promise<unknown>;
}

/** A transaction that a deadlock ends is run again this often. */
const TRIES = 5;

export function serverEdits(deps: ServerEditDeps): Pick<EditDeps, 'transact' | 'isMarked'> {
  const { client, isDeadlock } = deps;
  return {
    transact: async (work) => {
      for (let left = TRIES - 1; ; left -= 1) {
        try {
          return await client.$transaction((within) => work(stepsOn(within, deps)));
        } catch (error) {
          if (left === 0 || !isDeadlock(error)) throw error;
        }
      }
    },
    isMarked: async ({ jobKey, variant }) => {
      const rows = await client.$queryRaw<unknown[]>(sql`
        SELECT 1 AS "marked" FROM "zenpulse_code_schedule" WHERE "job_key" = ${jobKey} AND "variant" = ${variant}`);
      return rows.length > 0;
    },
  };
}

function stepsOn(client: RawClient, { dialect, now, statements }: ServerEditDeps): EditSteps {
  const { lock, insert, update, mark } = statements(client);
  return {
    database: executionDatabase(client),
    now: async () => {
      const rows = await client.$queryRaw<{ now: number }[]>(sql`SELECT ${dialect.epochMs(now())} AS "now"`);
      return firstOf(rows).now;
    },
    lock: (ids) => lock(dialect.isOneOf('"id"', ids)),
    insert,
    update: async (schedules) => {
      for (const schedule of schedules) await update(schedule);
    },
    mark,
  };
}
