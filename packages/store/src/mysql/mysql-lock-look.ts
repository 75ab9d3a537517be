import type { LockLook } from '../server/lock-waits.ts';
import { lockName } from './lock-name.ts';
import type { MysqlConnection } from './mysql-connection.ts';

export interface MysqlLockLimits {
  /** The timeout for the lock of the migrations. */
  readonly migrationSeconds: number;
  /** The timeout for a lock on a table or a row. */
  readonly statementSeconds: number;
}

/** Watches the session `id` from another connection, which it opens. */
export function mysqlLockLook(connection: MysqlConnection, id: number, limits: MysqlLockLimits): LockLook {
  return {
    look: async () => {
      const state = await stateOf(connection, id);
      if (state === 'User lock') {
        return `waiting for another migration of this database (connection ${await migratorId(connection)}) to end; for ${limits.migrationSeconds} s at most`;
      }
      const isWaiting = /^Waiting for .*lock/.test(state) || (await waitsForRow(connection, id));
      return isWaiting
        ? `waiting for a lock on a table that another connection has (SHOW PROCESSLIST shows them all): ends when its transaction does; for ${limits.statementSeconds} s at most`
        : null;
    },
    close: () => connection.close(),
  };
}

async function stateOf(connection: MysqlConnection, id: number): Promise<string> {
  const [row] = (await connection.query(
    'SELECT "STATE" AS "state" FROM information_schema.PROCESSLIST WHERE "ID" = ?',
    [id],
  )) as { state: string | null }[];
  return row?.state ?? '';
}

async function migratorId(connection: MysqlConnection): Promise<string> {
  const [row] = (await connection.query(`SELECT IS_USED_LOCK(${lockName('migrate')}) AS "id"`)) as {
    id: unknown;
  }[];
  return String(row?.id);
}

/** Visible only to an account with the right PROCESS. */
async function waitsForRow(connection: MysqlConnection, id: number): Promise<boolean> {
  const rows = await connection
    .query(
      `SELECT 1 FROM information_schema.INNODB_TRX WHERE "trx_mysql_thread_id" = ? AND "trx_state" = 'LOCK WAIT'`,
      [id],
    )
    .catch(() => []);
  return (rows as unknown[]).length > 0;
}
