import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { zenpulse } from './zenpulse.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write(
    'jobs.mjs',
    `import { zenpulseJob } from '${zenpulseUrl}'; zenpulseJob('k', () => {});`,
  );
  await sandbox.write('dump.json', '[]');
});
afterEach(() => sandbox.close());

describe('where there is no database, a command that cannot need one makes none', () => {
  it.each([
    ['schedules', 0, '[]'],
    ['schedules list', 0, '[]'],
    ['logs', 0, '[]'],
    ['prune --dry-run', 0, '"wouldDelete": 0'],
    ['prune', 0, '"deleted": 0'],
    ['jobs', 0, '"schedules": null'],
    ['import dump.json --dry-run', 0, '"imported": []'],
    ['logs --follow', 2, ''],
    ['next k', 2, ''],
    ['run k', 2, ''],
    ['schedules set k --max-retries 1', 2, ''],
    ['schedules enable k', 2, ''],
    ['schedules disable k', 2, ''],
    ['schedules remove k --yes', 2, ''],
  ])('%s: exit code %i', async (command, exitCode, answer) => {
    const before = await readdir(sandbox.folder, { recursive: true });
    const address = ['--json', '--database', 'file:./typo/dir/x.db'];
    const { code, stdout, stderr } = await zenpulse(sandbox.folder, [...command.split(' '), ...address]);
    expect(code).toBe(exitCode);
    expect(stdout).toContain(answer);
    const problem = `there is no database yet at SQLite ${join(sandbox.folder, 'typo/dir/x.db')}\n`;
    expect(stderr).toBe(`${exitCode === 0 ? 'note' : 'error'}: ${problem}`);
    expect(await readdir(sandbox.folder, { recursive: true })).toEqual(before);
  });

  it('says whose DATABASE_URL it found', async () => {
    const { stderr } = await zenpulse(sandbox.folder, ['logs'], { DATABASE_URL: 'postgresql://app' });
    expect(stderr).toMatch(/^note: DATABASE_URL is set but belongs to your application.*\nnote: there is no/);
  });
});

it('a server that is away is named, without its password', async () => {
  const address = 'postgresql://user:s3cret@127.0.0.1:1/app';
  for (const command of ['schedules', 'migrate', 'run k']) {
    const { code, stderr } = await zenpulse(sandbox.folder, [...command.split(' '), '--database', address]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: PostgreSQL 127\.0\.0\.1:1\/app: the database does not answer: [^\n]*127\.0\.0\.1:1\)\n$/,
    );
  }
});

describe('a command that reads leaves the tables as they are', () => {
  it('and makes nothing beside them', async () => {
    await zenpulse(sandbox.folder, ['migrate']);
    await zenpulse(sandbox.folder, ['schedules', 'add', 'k', '--every', '1 hour']);
    await rm(join(sandbox.folder, '.zenpulse'), { recursive: true });
    // SQLite itself creates and deletes further files beside its own.
    const made = async () =>
      (await readdir(sandbox.folder, { recursive: true })).filter((name) => !/-(wal|shm)$/.test(name));
    const before = await made();
    for (const command of [
      'schedules',
      'logs',
      'next k',
      'prune --dry-run',
      'jobs',
      'import dump.json --dry-run',
    ]) {
      expect((await zenpulse(sandbox.folder, command.split(' '))).code).toBe(0);
    }
    expect((await zenpulse(sandbox.folder, ['status'])).code).toBe(1); // no runner is active
    expect(await sandbox.run(['--plan']).ended).toBe(0);
    expect(await made()).toEqual(before);
  });

  it.each([['status'], ['schedules'], ['logs'], ['logs --follow'], ['next k'], ['prune --dry-run']])(
    '%s names the command that brings them up to date',
    async (command) => {
      await sandbox.write('zenpulse.db', '');
      const { code, stdout, stderr } = await zenpulse(sandbox.folder, command.split(' '));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^error: SQLite .*no tables of ZenPulse yet; make them with "npx zenpulse migrate"\n$/,
      );
      expect(await sandbox.read('zenpulse.db')).toBe('');
    },
  );
});
