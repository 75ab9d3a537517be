import { BY_TEST } from '@zenpulse/core/testing';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlByHand, type SqlByHand } from '@zenpulse/store/testing/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ runId }) => appendFileSync('ran.txt', runId + '\\n'));
`;
const WAITS =
  /This runner waits for the database: the database does not answer: another process keeps SQLite /;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

describe('a database that another process keeps for itself when a runner starts', () => {
  let holder: SqlByHand;
  beforeEach(async () => {
    holder = await sqlByHand(join(sandbox.folder, 'zenpulse.db'));
  });
  afterEach(() => holder.close());

  const keep = async () => {
    await holder.run(
      'PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE "mine" ("a"); INSERT INTO "mine" VALUES (1)',
    );
  };

  /** A closed connection may keep its lock until its memory is collected. */
  const letGo = async () => {
    await holder.run('PRAGMA locking_mode = NORMAL; SELECT * FROM "mine"');
    await holder.close();
  };

  it('is waited for, and then the runner fires', async () => {
    await keep();
    const runner = sandbox.run(['--lock']);
    await runner.said(/another process keeps SQLite .*zenpulse\.db for itself/);
    await runner.said(WAITS);
    expect(runner.child.exitCode).toBeNull();
    await letGo();
    await runner.said(/The database answers/);
    const { schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await eventually(async () => (await sandbox.read('ran.txt')) !== '', 'a run');
    expect(runner.errors()).toBe('');
  });

  it('does not keep a runner from stopping', async () => {
    await keep();
    const runner = sandbox.run();
    await runner.said(WAITS);
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
  });

  it('turns out to be of a newer release: the runner reports it and ends', async () => {
    await keep();
    await holder.run(`
      CREATE TABLE "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL);
      INSERT INTO "zenpulse_migration" VALUES ('9999_later', '2026-01-01T00:00:00.000+00:00')`);
    const runner = sandbox.run();
    await runner.said(WAITS);
    await letGo();
    expect(await runner.ended).toBe(2);
    expect(runner.output()).toMatch(/zenpulse\.db: .*newer/);
  });
});

describe('a database that no waiting makes usable ends the runner at once, with one line', () => {
  it.each<[string, string, RegExp]>([
    ['a folder', 'file:./folder', /cannot be opened: expected a file in a folder that this user may write; /],
    [
      'another kind of file',
      'file:./text.db',
      /cannot be opened: the file is not a database; name another one/,
    ],
    ['a file below a file', 'file:./text.db/x.db', /cannot be opened: EEXIST.*; expected a file in a folder/],
  ])('%s', async (_what, database, message) => {
    await mkdir(join(sandbox.folder, 'folder'));
    await sandbox.write('text.db', 'hello '.repeat(100));
    const runner = sandbox.run(['--database', database]);
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(message);
    expect(runner.errors().trim().split('\n')).toHaveLength(1);
  });
});
