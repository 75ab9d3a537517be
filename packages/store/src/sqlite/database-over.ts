import type { Sql } from '../sql/sql.ts';
import type { SqliteDatabase, SqliteResult, SqliteValue } from './sqlite-database.ts';
import type { Answer, Statement } from './thread/libsql-connection.ts';
import type { Work } from './thread/thread-messages.ts';

/** Sends one turn's work to the thread; resolves to one answer per statement. */
export type Caller = (work: Work) => Promise<readonly Answer[]>;

/** Begins a transaction over several turns; resolves to the caller for its work. */
export type Beginner = () => Promise<{ readonly call: Caller }>;

/** The database interface of the stores, on top of a caller. */
export function databaseOver(call: Caller, begin: Beginner = noTransaction): SqliteDatabase {
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
    transaction: async (work) => {
      const { call: within } = await begin();
      let result;
      try {
        result = await work(databaseOver(within));
      } catch (error) {
        await within({ kind: 'rollback' }).catch(() => undefined); // the thread may have ended, and its transaction with it
        throw error;
      }
      await within({ kind: 'commit' });
      return result;
    },
    script: async (text) => {
      await call({ kind: 'script', sql: text });
    },
  };
}

function noTransaction(): never {
  throw new Error('expected no transaction within a transaction, or while the file is prepared');
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
