import type { Clock, Logger } from '@zenpulse/core/ports';
import type { Sql } from '../sql.ts';
import type { SqliteDatabase, SqliteResult, SqliteValue } from './sqlite-database.ts';
import { LibsqlConnection, type Answer, type Statement } from './thread/libsql-connection.ts';
import { PATIENCE_MS, whileBusy } from './while-busy.ts';

export interface LocalDatabaseOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly patienceMs?: number;
}

/** A database in this thread. */
export function openLocalDatabase({
  file,
  clock,
  logger,
  patienceMs = PATIENCE_MS,
}: LocalDatabaseOptions): SqliteDatabase {
  const connection = new LibsqlConnection(file);
  const patiently = <T>(work: () => T): Promise<T> =>
    whileBusy(clock, patienceMs, work, () => connection.close());
  const trace = (facts: { readonly sql: string; readonly rows?: number }) => logger.trace(facts, 'SQL');
  const run = (statement: Statement): Answer => {
    trace({ sql: statement.sql });
    return connection.run(statement);
  };
  return {
    query: async <Row>(statement: Sql) => {
      const asked = statementOf(statement);
      const answer = await patiently(() => (isRead(asked) ? run(asked) : connection.write(() => run(asked))));
      return rowsOf(answer) as Row[]; // the caller knows its statement
    },
    execute: async (statement) => {
      const { changes } = await patiently(() => connection.write(() => run(statementOf(statement))));
      return changes;
    },
    executeEach: (sql, rows) => {
      trace({ sql, rows: rows.length });
      return patiently(() => connection.write(() => connection.runEach(sql, rows)));
    },
    transact: async (statements) => {
      const answers = await patiently(() => connection.write(() => statements.map(statementOf).map(run)));
      return answers.map((answer): SqliteResult => ({ rows: rowsOf(answer), changes: answer.changes }));
    },
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

/** Anything else gets the write lock first. */
function isRead({ sql }: Statement): boolean {
  return /^\s*(?:SELECT|PRAGMA|EXPLAIN|VALUES)\b/i.test(sql);
}

function statementOf({ sql, values }: Sql): Statement {
  return { sql, args: values as SqliteValue[] }; // the stores' own statements
}

function rowsOf({ columns, rows }: Answer): Readonly<Record<string, unknown>>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}
