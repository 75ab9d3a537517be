import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordingLogger, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../sql/sql.ts';
import { systemClock } from '../system-clock.ts';
import { sqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { migrations } from './generated/migrations.ts';
import { sqliteFile } from './open-sqlite.ts';
import type { SqliteFile } from './sqlite-file.ts';

let folder: TemporaryFolder;
let path: string;
let backup: string;
let logger: RecordingLogger;
let runner: SqliteFile;
let admin: SqliteFile;
beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'zenpulse.db');
  backup = join(folder.path, 'backup.db');
  logger = createRecordingLogger();
  runner = sqliteFile(path, systemClock, logger);
  admin = sqliteFile(path, systemClock, logger);
  await runner.open();
  await admin.open();
  await add(runner, 'old');
  await byHand(`VACUUM INTO '${backup}'`);
});
afterEach(async () => {
  await runner.close();
  await admin.close();
  folder.remove();
});

const add = (file: SqliteFile, id: string) =>
  file.database.execute(sql`INSERT INTO "zenpulse_cancel_request" VALUES (${id}, 'now')`);
const ids = async (file: SqliteFile) => {
  const rows = await file.database.query<{ id: string }>(
    sql`SELECT "run_id" AS "id" FROM "zenpulse_cancel_request" ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
};
const byHand = async (script: string, file = path) => {
  const connection = await sqlByHand(file);
  await connection.run(script);
  await connection.close();
};
const problems = async (file: SqliteFile) => file.database.query(sql`PRAGMA integrity_check`);

describe('a SQLite file that is replaced under living processes', () => {
  it('is opened anew: reads and writes are of the new one, and nothing of the old log gets into it', async () => {
    for (let n = 0; n < 300; n += 1) await add(runner, `lost-${n}`);
    await add(admin, 'lost too');
    renameSync(backup, path);
    expect(await ids(admin)).toEqual(['old']);
    await add(runner, 'new');
    await add(admin, 'newer');
    expect(await ids(runner)).toEqual(['new', 'newer', 'old']);
    expect(await ids(admin)).toEqual(['new', 'newer', 'old']);
    expect(await problems(runner)).toEqual([{ integrity_check: 'ok' }]);
    expect(
      logger.lines.filter(({ sentence }) => sentence.includes('was replaced by another file')),
    ).toHaveLength(2);
  });

  it('again and again, with calls of both under way', async () => {
    for (let round = 0; round < 5; round += 1) {
      const copy = `${backup}.${round}`;
      await byHand(`VACUUM INTO '${copy}'`, backup);
      const calls = [runner, admin].flatMap((file) => [
        ids(file),
        add(file, `${round}-${file === admin}`),
        ids(file),
      ]);
      renameSync(copy, path);
      for (const result of await Promise.allSettled(calls)) expect(result.status).toBe('fulfilled');
      await add(runner, `after-${round}`);
      expect(await ids(admin)).toContain(`after-${round}`);
    }
    expect(await problems(admin)).toEqual([{ integrity_check: 'ok' }]);
  });

  it('by one of an older release, is brought up to date', async () => {
    const older = join(folder.path, 'older.db');
    const [first] = migrations;
    await byHand(
      `CREATE TABLE "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL);
       ${first?.sql ?? ''}
       INSERT INTO "zenpulse_migration" VALUES ('${first?.name ?? ''}', '2026-01-01T00:00:00.000+00:00');`,
      older,
    );
    renameSync(older, path);
    const marks = await admin.database.query<{ name: string }>(sql`SELECT "name" FROM "zenpulse_migration"`);
    expect(marks.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  });

  it.each([
    ['an empty file', (file: string) => Promise.resolve(writeFileSync(file, ''))],
    ['a file of another program', (file: string) => byHand('CREATE TABLE "users" ("id" INTEGER)', file)],
  ])('by %s, is an outage: no tables are made in it', async (_what, make) => {
    const other = join(folder.path, 'other.db');
    await make(other);
    renameSync(other, path);
    const refusal = {
      code: 'store_unavailable',
      message: expect.stringContaining('no tables of ZenPulse') as string,
    };
    await expect(ids(runner)).rejects.toMatchObject(refusal);
    await expect(add(runner, 'x')).rejects.toMatchObject(refusal);
    renameSync(backup, path);
    expect(await ids(runner)).toEqual(['old']);
  });
});

describe('a SQLite file that is missing', () => {
  const refusal = {
    code: 'store_unavailable',
    message: expect.stringContaining('zenpulse.db is missing') as string,
  };

  it('is an outage that says so, and no empty file is made', async () => {
    rmSync(path);
    for (let n = 0; n < 2; n += 1) {
      await expect(ids(runner)).rejects.toMatchObject(refusal);
      await expect(add(admin, 'x')).rejects.toMatchObject(refusal);
    }
    await runner.crash(); // a new thread makes none either
    await expect(ids(runner)).rejects.toMatchObject(refusal);
    expect(existsSync(path)).toBe(false);
    renameSync(backup, path);
    await add(runner, 'new');
    expect(await ids(admin)).toEqual(['new', 'old']);
  });

  it('that comes back as it was has lost nothing', async () => {
    await add(runner, 'in the log');
    renameSync(path, `${path}.away`);
    await expect(ids(runner)).rejects.toMatchObject(refusal);
    await expect(ids(admin)).rejects.toMatchObject(refusal);
    renameSync(`${path}.away`, path);
    expect(await ids(runner)).toEqual(['in the log', 'old']);
    await add(admin, 'new');
    expect(await ids(runner)).toEqual(['in the log', 'new', 'old']);
  });
});

describe('a SQLite file that another one is copied over (cp)', () => {
  /** Writes SQLite's log into the file, as happens after a while without changes. */
  const settle = async () => {
    await byHand('PRAGMA wal_checkpoint(PASSIVE)');
    await ids(runner);
    await ids(admin);
  };

  it('is read anew by all of them, and written to as it is now', async () => {
    await add(runner, 'lost');
    await settle();
    copyFileSync(backup, path);
    expect([await ids(runner), await ids(admin)]).toEqual([['old'], ['old']]);
    await add(runner, 'new');
    await add(admin, 'newer');
    const both = ['new', 'newer', 'old'];
    expect([await ids(runner), await ids(admin)]).toEqual([both, both]);
    expect(await problems(runner)).toEqual([{ integrity_check: 'ok' }]);
  });

  it('is written to first', async () => {
    for (let n = 0; n < 300; n += 1) await add(runner, `lost-${n}`);
    await settle();
    copyFileSync(backup, path);
    await add(runner, 'new');
    const both = ['new', 'old'];
    expect([await ids(runner), await ids(admin)]).toEqual([both, both]);
    expect(await problems(admin)).toEqual([{ integrity_check: 'ok' }]);
  });

  it('in a transaction of ours, which ends as it began', async () => {
    await settle();
    const transaction = await runner.begin();
    await byHand('PRAGMA wal_checkpoint(PASSIVE)');
    await transaction.call({
      kind: 'script',
      sql: `INSERT INTO "zenpulse_cancel_request" VALUES ('own', 'now')`,
    });
    await transaction.call({ kind: 'commit' });
    expect(await ids(admin)).toEqual(['old', 'own']);
  });
});

describe('a SQLite file into which another process brings its log', () => {
  it('again and again: everybody goes on reading and writing, batches included', async () => {
    const wanted = new Set(['old']);
    for (let n = 0; n < 60; n += 1) {
      await byHand(`INSERT INTO "zenpulse_cancel_request" VALUES ('hand-${n}', 'now')`);
      await byHand('PRAGMA wal_checkpoint(PASSIVE)');
      await add(runner, `run-${n}`);
      await runner.database.executeEach(`INSERT INTO "zenpulse_cancel_request" VALUES (?, 'now')`, [
        [`each-${n}`],
      ]);
      await add(admin, `admin-${n}`);
      for (const who of ['hand', 'run', 'each', 'admin']) wanted.add(`${who}-${n}`);
    }
    expect([new Set(await ids(runner)), new Set(await ids(admin))]).toEqual([wanted, wanted]);
  });
});
