import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ExecutionPage } from '@zenpulse/contract';
import { describeOnPostgres } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './demo.ts';

// The examples, copied to another folder and started as their README describes.

const here = fileURLToPath(new URL('..', import.meta.url));
const SOON = { timeout: 60_000 };

let folder: string;
let children: Started[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-example-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await child.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  /** All output so far. */
  output(): string;
  says(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [join(folder, file), ...args], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'development', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const started: Started = {
    output: () => output,
    says: async (pattern) => {
      await expect.poll(() => output, SOON).toMatch(pattern);
      return pattern.exec(output) as RegExpExecArray; // it was just there
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
  children.push(started);
  return started;
}

const RUNNER = 'node_modules/zenpulse/bin/zenpulse-runner.mjs';

async function copy(name: string): Promise<void> {
  await cp(join(here, name), folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.zenpulse|\.db/.test(path),
  });
}

it('Express and SQLite: the admin asks for the password and shows what the runner ran', async () => {
  await copy('express-sqlite');
  await symlink(join(here, 'node_modules'), join(folder, 'node_modules'));
  const app = start('server.js', [], { PORT: '0', ADMIN_PASSWORD: 'secret', NODE_ENV: 'production' });
  const [, port] = await app.says(/listening on port (\d+)\./);
  const url = `http://127.0.0.1:${port}/zenpulse`;
  expect((await fetch(`${url}/`)).status).toBe(401);
  const headers = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` };
  expect((await fetch(`${url}/`, { headers })).status).toBe(200);

  start(RUNNER, ['--lock']);
  const statuses = async () => {
    const answer = await fetch(`${url}/api/executions?jobKey=clean_up_sessions`, { headers });
    return ((await answer.json()) as ExecutionPage).items.map(({ status }) => status);
  };
  await expect.poll(statuses, SOON).toContain('success');
});

describeOnPostgres('the example with two runners', (database) => {
  it('goes on in the other one when the one that fires is killed', async () => {
    await copy('two-runners');
    await symlink(join(here, 'node_modules'), join(folder, 'node_modules'));
    const env = {
      ZENPULSE_DATABASE_URL: database.place('two_runners').url,
      ZENPULSE_STATE_DIR: join(folder, '.zenpulse'),
    };
    const both = start('start.js', [], env);
    const [, first] = await both.says(/^([ab]): .*This runner fires/m);
    const pidOf = async (name?: string) =>
      Number((await both.says(new RegExp(`runner ${name} is process (\\d+)`)))[1]);
    process.kill(await pidOf(first), 'SIGKILL');
    await both.says(new RegExp(`runner ${first} ended: SIGKILL`));

    const second = await pidOf(first === 'a' ? 'b' : 'a');
    const ticked = () => {
      const args = ['node_modules/zenpulse/bin/zenpulse.mjs', 'logs', '--job', 'tick', '--json'];
      const { stdout } = spawnSync(process.execPath, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
      return (JSON.parse(stdout) as ExecutionPage['items']).map(({ pid, status }) => ({ pid, status }));
    };
    await expect.poll(ticked, SOON).toContainEqual({ pid: second, status: 'success' });
  });
});

const hasRegistry = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=10000']).status === 0;

describe.skipIf(!hasRegistry)(`NestJS${hasRegistry ? '' : ' (the registry does not answer)'}`, () => {
  it('compiles, mounts the admin, and runs a job with a service of Nest', async () => {
    await copy('nestjs');
    const packScript = pathToFileURL(
      fileURLToPath(new URL('../../../scripts/pack.mjs', import.meta.url)),
    ).href;
    const { pack } = (await import(packScript)) as { pack: (folder: string) => Promise<string> };
    const tarball = await pack(folder);
    const npm = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
      expect(`${status} ${status === 0 ? '' : stdout + stderr}`).toBe('0 ');
    };
    npm('install', '--no-audit', '--no-fund', '--ignore-scripts', tarball);
    npm('run', 'build');
    const app = start('dist/main.js', [], { PORT: String(await freePort()) });
    const [, url] = await app.says(/listening at (\S+)\.$/m);
    expect((await fetch(`${url}/zenpulse/`)).status).toBe(200);
    const runner = start(RUNNER, ['--lock', '--jobs', 'dist/jobs.js']);
    await runner.says(/reminders would go out now/);
    const executions = async () => {
      const answer = await fetch(`${url}/zenpulse/api/executions?jobKey=invoices.remind`);
      return ((await answer.json()) as ExecutionPage).items.map(({ status }) => status);
    };
    await expect.poll(executions, SOON).toContain('success');
  });
});
