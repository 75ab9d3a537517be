import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type { Caller } from '../database-over.ts';
import type { SqliteFile, SqliteTransaction } from '../sqlite-file.ts';
import { SqliteError } from '../sqlite-worker.ts';
import type { Answer } from '../thread/libsql-connection.ts';
import { adapterError } from './adapter-error.ts';
import { columnTypes, resultValue, statementValue } from './sqlite-conversion.ts';

const INFO = { provider: 'sqlite', adapterName: 'zenpulse-sqlite-thread' } as const;

/** Prisma's driver adapter on top of the SQLite thread: its transactions take turns with other work. */
export function createThreadAdapter(file: SqliteFile): SqlDriverAdapterFactory {
  const adapter: SqlDriverAdapter = {
    ...queryable((work) => file.call(work)),
    executeScript: (script) =>
      translated(async () => void (await file.call({ kind: 'script', sql: script }))),
    startTransaction: async (isolationLevel) => {
      if (isolationLevel !== undefined && isolationLevel !== 'SERIALIZABLE')
        throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolationLevel });
      return transactionOver(await translated(() => file.begin()));
    },
    dispose: () => Promise.resolve(), // the stores own the file and close it
  };
  return { ...INFO, connect: () => Promise.resolve(adapter) };
}

function transactionOver({ call }: SqliteTransaction): Transaction {
  const script = (sql: string) => translated(async () => void (await call({ kind: 'script', sql })));
  return {
    ...queryable(call),
    options: { usePhantomQuery: true },
    commit: () => translated(async () => void (await call({ kind: 'commit' }))),
    rollback: () => translated(async () => void (await call({ kind: 'rollback' }))),
    createSavepoint: (name) => script(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => script(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => script(`RELEASE SAVEPOINT ${name}`),
  };
}

function queryable(call: Caller): SqlQueryable {
  const run = async ({ sql, args, argTypes }: SqlQuery): Promise<Answer | undefined> => {
    const values = args.map((value, index) => statementValue(value, argTypes[index]));
    const [answer] = await translated(() =>
      call({ kind: 'run', statements: [{ sql, args: values }], isWrite: !/^\s*SELECT\b/i.test(sql) }),
    );
    return answer;
  };
  return {
    ...INFO,
    queryRaw: async (query): Promise<SqlResultSet> => {
      const { columns, types, rows } = (await run(query)) ?? { columns: [], types: [], rows: [] };
      const kinds = columnTypes(types, rows);
      return {
        columnNames: [...columns],
        columnTypes: kinds,
        rows: rows.map((row) => row.map((value, index) => resultValue(value, kinds[index]))),
      };
    },
    executeRaw: async (query) => (await run(query))?.changes ?? 0,
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SqliteError ? new DriverAdapterError(adapterError(error)) : error;
  }
}
