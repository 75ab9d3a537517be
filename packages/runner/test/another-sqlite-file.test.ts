import { BY_TEST } from '@zenpulse/core/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zenpulse } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  for (const key of ['old', 'new']) zenpulseJob(key, () => appendFileSync(key + '.txt', '.'));
`;
const ADMIN = `
  import { createRequire } from 'node:module';
  import { zenpulseAdmin } from '${zenpulseUrl}';
  const express = createRequire('${fileURLToPath(new URL('../../express/package.json', import.meta.url))}')('express');
  const app = express().use(zenpulseAdmin());
  const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;
const PROBES = 43_117;

let sandbox: Sandbox;
let file: string;
let backup: string;
let runner: RunnerProcess;
let admin: ChildProcess;
let address: string;
beforeEach(async () => {
  sandbox = await createSandbox();
  file = join(sandbox.folder, 'zenpulse.db');
  backup = join(sandbox.folder, 'backup.db');
  await sandbox.write('jobs.mjs', JOBS);
  await sandbox.write('admin.mjs', ADMIN);
  const before = await sandbox.backend();
  await before.schedules.create(fields({ jobKey: 'new', logPolicy: 'all' }), BY_TEST);
  await byHand(`VACUUM INTO '${backup}'`);
  await byHand(`UPDATE "zenpulse_schedule_config" SET "job_key" = 'old'`);
  await before.close();
  runner = sandbox.run(['--sync-every', '1', '--http', String(PROBES)]);
  ({ child: admin, address } = await startAdmin());
  await ran('old');
});
afterEach(async () => {
  admin.kill('SIGKILL');
  await sandbox.close();
});

const byHand = async (sql: string) => {
  const client = createClient({ url: `file:${file}` });
  await client.executeMultiple(sql);
  client.close();
};

/** While both are suspended: writes SQLite's log into the file. False if a reader prevented it. */
const bringIntoFile = async (): Promise<boolean> => {
  const client = createClient({ url: `file:${file}` });
  const { rows } = await client.execute('PRAGMA wal_checkpoint(PASSIVE)');
  client.close();
  return rows[0]?.['busy'] === 0 && rows[0]['log'] === rows[0]['checkpointed'];
};

const whileBothStandStill = async <T>(work: () => Promise<T>): Promise<T> => {
  for (const child of [runner.child, admin]) child.kill('SIGSTOP');
  try {
    return await work();
  } finally {
    for (const child of [runner.child, admin]) child.kill('SIGCONT');
  }
};

const startAdmin = async () => {
  const child = spawn(process.execPath, ['admin.mjs'], {
    cwd: sandbox.folder,
    env: { PATH: process.env['PATH'], NODE_ENV: 'development' },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const port = await eventually(async () => /port (\d+)/.exec(said)?.[1], 'the admin');
  return { child, address: `http://127.0.0.1:${port}/api` };
};

const count = async (key: string) => (await sandbox.read(`${key}.txt`)).length;
/** Twice more than now. */
const ran = async (key: string) => {
  const before = await count(key);
  await eventually(async () => (await count(key)) >= before + 2, `a run of ${key}`);
};
const ready = async () => (await fetch(`http://127.0.0.1:${PROBES}/readyz`)).status;
const get = async (path: string) => {
  const response = await fetch(`${address}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const keys = async () => {
  const { body } = await get('/schedules');
  return (body['items'] as { jobKey: string }[] | undefined)?.map(({ jobKey }) => jobKey);
};

describe('a SQLite file under a runner and an admin', () => {
  it('that a backup takes the place of: both go on with the backup, and what they write is in it', async () => {
    renameSync(backup, file);
    await ran('new');
    const old = await count('old');
    expect(await keys()).toEqual(['new']);
    await eventually(async () => {
      const { body } = await get('/executions?jobKey=new');
      return ((body['items'] as unknown[] | undefined)?.length ?? 0) > 0;
    }, 'a record in the new file');
    await ran('new');
    expect(await count('old')).toBe(old);
    expect(runner.output()).toMatch(/was replaced by another file/);
    expect(await ready()).toBe(200);
  });

  // The admin opens the file with its first request, which comes after that.
  it('that is missing: an outage that both report, no file is made, the schedules run on, and it ends with the file', async () => {
    rmSync(file);
    await eventually(async () => (await ready()) === 503, 'that it is not ready');
    const { status, body } = await get('/schedules');
    expect([status, JSON.stringify(body)]).toEqual([503, expect.stringContaining('store_unavailable')]);
    const saved = await fetch(`${address}/schedules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        jobKey: 'new',
        triggerType: 'interval',
        intervalValue: 1,
        intervalUnit: 'hours',
      }),
    });
    expect([saved.status, await saved.text()]).toEqual([503, expect.stringContaining('is missing')]);
    for (const command of [['schedules'], ['schedules', 'add', 'new', '--every', '1 hour']]) {
      expect(await zenpulse(sandbox.folder, command)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: .*zenpulse\.db is missing; put the file back/) as string,
      });
    }
    await ran('old');
    expect(existsSync(file)).toBe(false);
    renameSync(backup, file);
    await ran('new');
    expect(await keys()).toEqual(['new']);
    await eventually(async () => (await ready()) === 200, 'that it is ready again');
  });

  it('that a backup is copied over, once the log is in the file: both go on with the backup, and say so', async () => {
    expect(await keys()).toEqual(['old']);
    const copied = async () => {
      if (!(await bringIntoFile())) return false;
      copyFileSync(backup, file);
      return true;
    };
    await eventually(() => whileBothStandStill(copied), 'a moment without a reader');
    await runner.said(/set back or restored/);
    await ran('new');
    const old = await count('old');
    expect(await keys()).toEqual(['new']);
    await ran('new');
    expect(await count('old')).toBe(old);
    expect(await ready()).toBe(200);
  });

  it('that another connection fills anew in one transaction: both go on with the new rows', async () => {
    await byHand(`
      BEGIN IMMEDIATE;
      DELETE FROM "zenpulse_schedule_config";
      INSERT INTO "zenpulse_schedule_config" ("id", "job_key", "trigger_type", "interval_value", "interval_unit")
        VALUES ('restored', 'new', 'interval', 1, 'seconds');
      COMMIT;`);
    await ran('new');
    expect(await keys()).toEqual(['new']);
  });
});
