import { randomUUID } from 'node:crypto';
import type { Place, ServerDatabase } from './server-database.ts';
import { openStatementCounter } from './statement-counter.ts';

/** A separate database whose statements are counted. */
export interface CountedDatabase {
  readonly url: string;
  /** How many statements its clients have sent. */
  statements(): Promise<number>;
  drop(): Promise<void>;
}

/** A migrated database that no other test uses. */
export async function countedDatabase(database: ServerDatabase): Promise<CountedDatabase> {
  return database.kind === 'postgres' ? onPostgres(database) : onMysql(database);
}

/** Counted on the wire. */
async function onPostgres(database: ServerDatabase): Promise<CountedDatabase> {
  const byHand = await database.byHand();
  const name = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
  await byHand.query(`CREATE DATABASE ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  await database.migrate(url.href);
  const counter = await openStatementCounter(url);
  return {
    url: counter.urlOf(url.href),
    statements: () => Promise.resolve(counter.count),
    drop: async () => {
      await counter.close();
      await byHand.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await byHand.end();
    },
  };
}

/** MariaDB counts by account once `userstat` is on; MySQL counts by default, in its performance schema. */
async function onMysql(database: ServerDatabase): Promise<CountedDatabase> {
  const byHand = await database.byHand();
  const place: Place = database.place(randomUUID().slice(0, 8));
  await database.migrate(place.url);
  const account = await database.createAccount(place);
  const { username } = new URL(account.url);
  const { rows } = await byHand.query<{ version: string }>('SELECT VERSION() AS "version"');
  const isMariaDb = rows[0]?.version.includes('MariaDB') === true;
  if (isMariaDb) await byHand.query('SET GLOBAL userstat = 1');
  const sql = isMariaDb
    ? `SELECT "SELECT_COMMANDS" + "UPDATE_COMMANDS" + "OTHER_COMMANDS" AS "count"
         FROM information_schema.user_statistics WHERE "USER" = $1`
    : `SELECT "VARIABLE_VALUE" + 0 AS "count" FROM performance_schema.status_by_account
        WHERE "USER" = $1 AND "VARIABLE_NAME" = 'Questions'`;
  return {
    url: account.url,
    statements: async () => {
      const { rows } = await byHand.query<{ count: number }>(sql, [username]);
      return Number(rows[0]?.count ?? 0);
    },
    drop: async () => {
      await account.drop();
      await byHand.end();
    },
  };
}
