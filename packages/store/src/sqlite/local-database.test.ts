import { pathToFileURL } from 'node:url';
import { silentLogger } from '@zenpulse/core/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from '../sql.ts';
import { systemClock } from '../system-clock.ts';
import { sqliteSubject, type SqliteSubject } from '../testing/sqlite-subject.ts';
import { openLocalDatabase } from './local-database.ts';
import { ReconnectingLibSql } from './reconnecting-libsql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const INSERT = 'INSERT INTO "zenpulse_cancel_request" VALUES (?, ?)';
const insert = (id: string) => sql`INSERT INTO "zenpulse_cancel_request" VALUES (${id}, 'now')`;

let subject: SqliteSubject;
let database: SqliteDatabase;
beforeEach(async () => {
  subject = await sqliteSubject();
  database = openLocalDatabase({ file: subject.file, clock: systemClock, logger: silentLogger });
});
afterEach(async () => {
  await database.close();
  await subject.close();
});

const stored = async () =>
  (await subject.byHand.read('SELECT "run_id" FROM "zenpulse_cancel_request" ORDER BY 1')).flat();

it('writes all rows of a batch or none, and goes on after one that failed', async () => {
  await database.executeEach(INSERT, [
    ['a', 'now'],
    ['b', 'now'],
  ]);
  const broken = [
    ['c', 'now'],
    ['a', 'a second time'],
  ];
  await expect(database.executeEach(INSERT, broken)).rejects.toThrow('UNIQUE constraint failed');
  expect(await stored()).toEqual(['a', 'b']);
  await database.executeEach(INSERT, [['d', 'now']]);
  expect(await stored()).toEqual(['a', 'b', 'd']);
});

it('runs the statements of a transaction all or none, and says what each of them did', async () => {
  const results = await database.transact([
    insert('a'),
    insert('b'),
    sql`DELETE FROM "zenpulse_cancel_request" WHERE "run_id" = 'a' RETURNING "run_id" AS "id"`,
    sql`SELECT COUNT(*) AS "count" FROM "zenpulse_cancel_request"`,
  ]);
  expect(results).toEqual([
    { rows: [], changes: 1 },
    { rows: [], changes: 1 },
    { rows: [{ id: 'a' }], changes: 0 },
    { rows: [{ count: 1 }], changes: 0 },
  ]);
  await expect(database.transact([insert('c'), insert('b')])).rejects.toMatchObject({ rawCode: 1555 });
  expect(await stored()).toEqual(['b']);
});

it('waits for the transaction of somebody else, and reads meanwhile', async () => {
  const statement = (text: string) => ({ sql: text, args: [], argTypes: [] });
  const holder = await new ReconnectingLibSql(pathToFileURL(subject.file).href, systemClock).connect();
  const transaction = await holder.startTransaction();
  await transaction.executeRaw(statement(`INSERT INTO "zenpulse_cancel_request" VALUES ('other', 'now')`));
  const writing = Promise.all([
    database.executeEach(INSERT, [['own', 'now']]),
    database.execute(insert('single')),
    database.transact([insert('together')]),
  ]);
  expect(await database.query(sql`SELECT "run_id" FROM "zenpulse_cancel_request"`)).toEqual([]);
  await transaction.executeRaw(statement('COMMIT'));
  await writing;
  await holder.dispose();
  expect(await stored()).toEqual(['other', 'own', 'single', 'together']);
  const read = await database.query(sql`SELECT COUNT(*) AS "count" FROM "zenpulse_cancel_request"`);
  expect(read).toEqual([{ count: 4 }]);
});

it('takes each kind of value', async () => {
  const bytes = new Uint8Array([0, 255]);
  const [row] = await database.query(
    sql`SELECT ${'text'} AS "text", ${7} + 0 AS "number", ${1.5} AS "real", ${true} AS "yes", ${null} AS "none", hex(${bytes}) AS "bytes"`,
  );
  expect(row).toEqual({ text: 'text', number: 7, real: 1.5, yes: 1, none: null, bytes: '00FF' });
});
