import { sql, type Sql } from '@prisma/client-runtime-utils';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils';
import { asDatabaseError } from './database-error.ts';

/**
 * The statements of the stores: text with values, as a tagged template or as `Sql`. A row's values are as the driver's
 * adapter returns them: JSON and 64-bit integers are text.
 */
export interface RawClient {
  $queryRaw<Rows>(query: TemplateStringsArray | Sql, ...values: readonly unknown[]): Promise<Rows>;
  /** Returns the number of changed rows. */
  $executeRaw(query: TemplateStringsArray | Sql, ...values: readonly unknown[]): Promise<number>;
  /** The same for a text with the database's own placeholders. */
  $executeRawUnsafe(text: string, ...values: readonly unknown[]): Promise<number>;
}

/** A database whose connections stay open until `$disconnect`. Throws a `DatabaseError`, or the driver's error. */
export interface DatabaseClient extends RawClient {
  /** Runs `work` in one transaction, which is rolled back if it rejects. */
  $transaction<T>(work: (client: RawClient) => Promise<T>): Promise<T>;
  $disconnect(): Promise<void>;
}

/**
 * Sends statements through Prisma's driver adapter without Prisma's client: its typed calls are not used here, and its
 * WASM takes 60 MB and 200 ms. Connects at the first statement.
 */
export function createDatabaseClient(factory: SqlDriverAdapterFactory): DatabaseClient {
  let connecting: Promise<SqlDriverAdapter> | null = null;
  const connected = (): Promise<SqlDriverAdapter> => {
    connecting ??= factory.connect().catch((error: unknown) => {
      connecting = null;
      throw error;
    });
    return connecting;
  };
  const hasNumbers = factory.provider === 'postgres';
  return {
    ...statementsOn(connected, hasNumbers),
    $transaction: async (work) => {
      const transaction = await plainly(async () => (await connected()).startTransaction());
      let result;
      try {
        result = await work(statementsOn(() => Promise.resolve(transaction), hasNumbers));
      } catch (error) {
        await end(transaction, 'ROLLBACK').catch(() => undefined); // the connection may be lost, and its transaction with it
        throw error;
      }
      await plainly(() => end(transaction, 'COMMIT'));
      return result;
    },
    $disconnect: async () => {
      const adapter = await connecting?.catch(() => null);
      connecting = null;
      await adapter?.dispose();
    },
  };
}

type Queryable = Pick<SqlDriverAdapter, 'queryRaw' | 'executeRaw'>;

/** `hasNumbers`: placeholders are `$1`, `$2` instead of `?`. */
function statementsOn(connected: () => Promise<Queryable>, hasNumbers: boolean): RawClient {
  const written = (query: TemplateStringsArray | Sql, values: readonly unknown[]) => {
    const { text, sql: marked, values: all } = 'raw' in query ? sql(query, ...values) : query;
    return asQuery(hasNumbers ? text : marked, all);
  };
  return {
    $queryRaw: async <Rows>(query: TemplateStringsArray | Sql, ...values: readonly unknown[]) => {
      const { columnNames, rows } = await plainly(async () =>
        (await connected()).queryRaw(written(query, values)),
      );
      // The caller knows the columns of its statement.
      return rows.map((row) => Object.fromEntries(columnNames.map((name, at) => [name, row[at]]))) as Rows;
    },
    $executeRaw: (query, ...values) =>
      plainly(async () => (await connected()).executeRaw(written(query, values))),
    $executeRawUnsafe: (text, ...values) =>
      plainly(async () => (await connected()).executeRaw(asQuery(text, values))),
  };
}

async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDatabaseError(error);
  }
}

function asQuery(text: string, values: readonly unknown[]) {
  return {
    sql: text,
    args: [...values],
    argTypes: values.map(() => ({ scalarType: 'unknown', arity: 'scalar' }) as const),
  };
}

/**
 * Ends the transaction in the adapter, which returns the connection to the pool; its options decide whether the adapter
 * or this function sends the statement.
 */
async function end(transaction: Transaction, statement: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  try {
    if (!transaction.options.usePhantomQuery) await transaction.executeRaw(asQuery(statement, []));
  } finally {
    await (statement === 'COMMIT' ? transaction.commit() : transaction.rollback());
  }
}
