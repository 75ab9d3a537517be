import type { Sql } from '../sql/sql.ts';
import type { SqliteDatabase, SqliteResult, SqliteValue } from './sqlite-database.ts';
import type { Answer, Statement } from './thread/libsql-connection.ts';
import type { Work } from './thread/thread-messages.ts';

/** Sends one turn's work to the thread; resolves to one answer per statement. */
export type Caller = (work: Work) => Promise<readonly Answer[]>;

/** The database interface of the stores, on top of a caller. */
export function databaseOver(call: Caller): SqliteDatabase {
  const run = (statements: readonly Sql[], isWrite: boolean) =>
    call({ kind: 'run', statements: statements.map(statementOf), isWrite });
  return {
    query: async <Row>(statement: Sql) => {
      const [answer] = await run([statement], !isRead(statement));
      return rowsOf(answer) as Row[]; // the caller knows the columns of its statement
    },
    execute: async (statement) => {
      const [answer] = await run([statement], true);
      return answer?.changes ?? 0;
    },
    executeEach: async (text, rows) => {
      if (rows.length > 0) await call({ kind: 'each', sql: text, rows });
    },
    transact: async (statements) => {
      const answers = await run(statements, true);
      return answers.map((answer): SqliteResult => ({ rows: rowsOf(answer), changes: answer.changes }));
    },
    script: async (text) => {
      await call({ kind: 'script', sql: text });
    },
  };
}

/** Other statements take the write lock first. */
function isRead({ sql }: Sql): boolean {
  return /^\s*(?:SELECT|PRAGMA|EXPLAIN|VALUES)\b/i.test(sql);
}

function statementOf({ sql, values }: Sql): Statement {
  return { sql, args: values as SqliteValue[] }; // only statements of the stores arrive here
}

function rowsOf(answer: Answer | undefined): Readonly<Record<string, unknown>>[] {
  if (answer === undefined) return [];
  const { columns, rows } = answer;
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}
