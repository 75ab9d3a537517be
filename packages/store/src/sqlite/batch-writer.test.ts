import { pathToFileURL } from 'node:url';
import { silentLogger } from '@zenpulse/core/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { sqliteSubject, type SqliteSubject } from '../testing/sqlite-subject.ts';
import { BatchWriter } from './batch-writer.ts';
import { ReconnectingLibSql } from './reconnecting-libsql.ts';

const INSERT = 'INSERT INTO "zenpulse_cancel_request" VALUES (?, ?)';

let subject: SqliteSubject;
let writer: BatchWriter;
beforeEach(async () => {
  subject = await sqliteSubject();
  writer = new BatchWriter({ file: subject.file, clock: systemClock, logger: silentLogger });
});
afterEach(async () => {
  writer.close();
  await subject.close();
});

const stored = async () =>
  (await subject.byHand.read('SELECT "run_id" FROM "zenpulse_cancel_request" ORDER BY 1')).flat();

it('writes all rows of a batch or none, and goes on after one that failed', async () => {
  await writer.write(INSERT, [
    ['a', 'now'],
    ['b', 'now'],
  ]);
  const broken = [
    ['c', 'now'],
    ['a', 'a second time'],
  ];
  await expect(writer.write(INSERT, broken)).rejects.toThrow('UNIQUE constraint failed');
  expect(await stored()).toEqual(['a', 'b']);
  await writer.write(INSERT, [['d', 'now']]);
  expect(await stored()).toEqual(['a', 'b', 'd']);
});

it('waits for the transaction of somebody else', async () => {
  const statement = (sql: string) => ({ sql, args: [], argTypes: [] });
  const holder = await new ReconnectingLibSql(pathToFileURL(subject.file).href, systemClock).connect();
  const transaction = await holder.startTransaction();
  await transaction.executeRaw(statement(`INSERT INTO "zenpulse_cancel_request" VALUES ('other', 'now')`));
  const writing = writer.write(INSERT, [['own', 'now']]);
  await transaction.executeRaw(statement('COMMIT'));
  await writing;
  await holder.dispose();
  expect(await stored()).toEqual(['other', 'own']);
});
