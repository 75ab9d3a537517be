import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raw, sql } from '../sql/sql.ts';
import { systemClock } from '../system-clock.ts';
import { holdWriteLock } from '../testing/hold-write-lock.ts';
import { sqlByHand, type SqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { sqliteFile } from './open-sqlite.ts';
import type { SqliteFile } from './sqlite-file.ts';

const INSERT = 'INSERT INTO "zenpulse_cancel_request" VALUES (?, ?)';
const insert = (id: string) => sql`INSERT INTO "zenpulse_cancel_request" VALUES (${id}, 'now')`;
const count = sql`SELECT COUNT(*) AS "count" FROM "zenpulse_cancel_request"`;

let folder: TemporaryFolder;
let path: string;
let file: SqliteFile;
let byHand: SqlByHand;
beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'zenpulse.db');
  file = sqliteFile(path, systemClock, silentLogger, { transactionMs: 200 });
  await file.open();
  byHand = await sqlByHand(path);
});
afterEach(async () => {
  await file.close();
  await byHand.close();
  folder.remove();
});

const stored = async () =>
  (await byHand.read('SELECT "run_id" FROM "zenpulse_cancel_request" ORDER BY 1')).flat();

describe('the thread that has SQLite', () => {
  it('writes all rows of a batch or none, and goes on after one that failed', async () => {
    const { database } = file;
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

  it('takes a batch of more rows than a message carries as one transaction', async () => {
    const rows = Array.from({ length: 1_700 }, (_, index) => [
      String(index).padStart(4, '0'),
      'x'.repeat(300),
    ]);
    const broken = [...rows, rows[0] ?? []];
    await expect(file.database.executeEach(INSERT, broken)).rejects.toThrow('UNIQUE constraint failed');
    expect(await stored()).toEqual([]);
    await file.database.executeEach(INSERT, rows);
    expect(await stored()).toEqual(rows.map(([id]) => id));
  });

  it('runs the statements of a transaction all or none, and returns the result of each', async () => {
    const results = await file.database.transact([
      insert('a'),
      insert('b'),
      sql`DELETE FROM "zenpulse_cancel_request" WHERE "run_id" = 'a' RETURNING "run_id" AS "id"`,
      count,
    ]);
    expect(results).toEqual([
      { rows: [], changes: 1 },
      { rows: [], changes: 1 },
      { rows: [{ id: 'a' }], changes: 0 },
      { rows: [{ count: 1 }], changes: 0 },
    ]);
    const refused = file.database.transact([insert('c'), insert('b')]);
    await expect(refused).rejects.toMatchObject({ rawCode: 1555, code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(await stored()).toEqual(['b']);
  });

  it('waits for the transaction of another process, and reads meanwhile', async () => {
    const { database } = file;
    const release = await holdWriteLock(
      path,
      `INSERT INTO "zenpulse_cancel_request" VALUES ('other', 'now')`,
    );
    const writing = Promise.all([
      database.executeEach(INSERT, [['own', 'now']]),
      database.execute(insert('single')),
      database.transact([insert('together')]),
    ]);
    expect(await database.query(count)).toEqual([{ count: 0 }]);
    await release();
    await writing;
    expect(await stored()).toEqual(['other', 'own', 'single', 'together']);
    expect(await database.query(count)).toEqual([{ count: 4 }]);
  });

  it('takes each kind of value and gives it back', async () => {
    const bytes = new Uint8Array([0, 255]);
    const [row] = await file.database.query(
      sql`SELECT ${'text'} AS "text", ${7} + 0 AS "number", ${1.5} AS "real", ${true} AS "yes", ${null} AS "none", ${bytes} AS "bytes"`,
    );
    expect(row).toMatchObject({ text: 'text', number: 7, real: 1.5, yes: 1, none: null });
    expect(Buffer.from((row as { bytes: Uint8Array }).bytes).toString('hex')).toBe('00ff');
  });

  it('gives back any number of rows, and values of any length, as they are', async () => {
    const long = 'ü€😀'.repeat(60_000);
    const rows = await file.database.query(sql`
      WITH RECURSIVE n("x") AS (SELECT 1 UNION ALL SELECT "x" + 1 FROM n WHERE "x" < 2500)
      SELECT "x", CASE "x" % 1000 WHEN 0 THEN ${long} ELSE 'short' END AS "text" FROM n`);
    expect(rows).toHaveLength(2_500);
    expect(rows.every((row, index) => (row as { x: number }).x === index + 1)).toBe(true);
    expect(rows[999]).toEqual({ x: 1_000, text: long });
    expect(rows[1_000]).toEqual({ x: 1_001, text: 'short' });
  });

  it('lets a transaction keep the others waiting, and ends one that stays open too long', async () => {
    const transaction = await file.begin();
    await transaction.call({
      kind: 'script',
      sql: `INSERT INTO "zenpulse_cancel_request" VALUES ('own', 'now')`,
    });
    await file.database.execute(insert('other')); // waits until the transaction was rolled back
    await expect(transaction.call({ kind: 'commit' })).rejects.toThrow('it was rolled back');
    await expect(transaction.call({ kind: 'rollback' })).resolves.toEqual([]);
    expect(await stored()).toEqual(['other']);
    const quick = await file.begin();
    const waiting = file.database.query<{ count: number }>(count);
    await quick.call({
      kind: 'script',
      sql: `INSERT INTO "zenpulse_cancel_request" VALUES ('quick', 'now')`,
    });
    await quick.call({ kind: 'commit' });
    expect(await waiting).toEqual([{ count: 2 }]);
  });

  it('that dies is started again; what it had taken is store_unavailable', async () => {
    const endless = file.database.query(sql`
      WITH RECURSIVE n("x") AS (SELECT 1 UNION ALL SELECT "x" + 1 FROM n) SELECT COUNT(*) FROM n LIMIT 1`);
    const waiting = file.database.execute(insert('lost'));
    const ends = Promise.allSettled([endless, waiting]);
    void file.crash();
    expect(await ends).toMatchObject([
      { status: 'rejected', reason: { code: 'store_unavailable' } },
      { status: 'rejected', reason: { code: 'store_unavailable' } },
    ]);
    await file.database.execute(insert('next'));
    expect(await stored()).toEqual(['next']);
  });

  it('reports each statement that it runs, and none of its own', async () => {
    const logger = createRecordingLogger();
    const traced = sqliteFile(path, systemClock, logger);
    await traced.open();
    const before = logger.lines.length;
    await traced.database.query(count);
    await traced.database.execute(insert('a'));
    const statements = logger.lines
      .slice(before)
      .map(({ level, facts, sentence }) => [level, sentence, facts]);
    expect(statements).toEqual([
      ['trace', 'SQL', { sql: count.sql }],
      ['trace', 'SQL', { sql: insert('a').sql }],
    ]);
    await traced.close();
  });

  it('refuses what comes after the closing, which may be repeated', async () => {
    await file.close();
    await file.close();
    await expect(file.database.query(raw('SELECT 1'))).rejects.toThrow('to be open, got it closed');
  });
});
