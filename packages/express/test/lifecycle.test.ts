import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { silentLogger } from '@zenpulse/core/ports';
import { migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, startAdmin } from './start-admin.ts';

const run = promisify(execFile);
const built = new URL('../../zenpulse/dist/', import.meta.url);

/** A pool keeps an idle connection for a minute: a process that waits for it is killed before, and the test fails. */
const LONGEST_MS = 40_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-lifecycle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs an application in its own process; resolves to its output when it has ended by itself. */
async function runApplication(
  source: string,
  database = pathToFileURL(join(folder, 'zenpulse.db')).href,
): Promise<string> {
  const file = join(folder, 'app.mjs');
  await writeFile(
    file,
    `import { createServer } from 'node:http';
     import { zenpulseAdmin } from ${JSON.stringify(new URL('express.js', built).href)};
     const admin = zenpulseAdmin({ database: ${JSON.stringify(database)} });
     const server = createServer(admin);
     await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
     const { port } = server.address();
     const get = async (path) => (await fetch(\`http://127.0.0.1:\${port}\${path}\`, { headers: { connection: 'close' } })).status;
     const stop = () => new Promise((resolve) => server.close(resolve));
     ${source}`,
  );
  const { stdout } = await run(process.execPath, [file], {
    env: { ...process.env, NODE_ENV: 'test' },
    cwd: folder,
    timeout: LONGEST_MS,
  });
  return stdout;
}

describe('an application that ends', () => {
  it('ends by itself after its server was closed, whether or not the admin was used', async () => {
    expect(await runApplication(`await stop(); console.log('closed');`)).toMatch(/closed\n$/);
    expect(
      await runApplication(`console.log(await get('/api/schedules')); await stop(); console.log('closed');`),
    ).toMatch(/200\nclosed\n$/);
  });

  it('may close the admin before its server, twice, and after nothing was opened', async () => {
    expect(await runApplication(`await admin.close(); await admin.close(); await stop();`)).toBeTypeOf(
      'string',
    );
    expect(
      await runApplication(
        `console.log(await get('/api/schedules')); await Promise.all([admin.close(), admin.close()]);
         console.log(await get('/api/schedules'), await get('/')); await stop();`,
      ),
    ).toMatch(/200\n503 200\n$/);
  });

  it('gets no listener of ours for signals by the mount', async () => {
    const printed = await runApplication(
      `console.log(await get('/')); console.log(process.eventNames().filter((name) => /^SIG/.test(String(name))).length, 'listeners'); await stop();`,
    );
    expect(printed).toMatch(/200\n0 listeners\n$/);
  });
});

describeOnServers('an application with the admin', (database) => {
  const migrated = async (name: string) => {
    const { url } = database.place(name);
    await migrate(await resolveSettings({ database: url }, {}, folder), systemClock, silentLogger);
    return url;
  };
  const create = `
    const post = (body) => fetch(\`http://127.0.0.1:\${port}/api/schedules\`, {
      method: 'POST',
      headers: { connection: 'close', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const body = { jobKey: 'a', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' };
    const { status } = await post(body);
    console.log(await get('/api/schedules'), status);`;

  it('ends by itself after its server was closed, with connections in the pool', async () => {
    const url = await migrated('lifecycle_1');
    const source = `${create} await stop(); console.log('closed');`;
    expect(await runApplication(source, url)).toMatch(/200 201\nclosed\n$/);
  });

  it('ends by itself after the admin was closed, though requests come before and after', async () => {
    const url = await migrated('lifecycle_2');
    const source = `${create}
      const under = [get('/api/schedules'), get('/api/executions')];
      await admin.close();
      await Promise.all(under);
      console.log(await get('/api/schedules'));
      await stop();`;
    expect(await runApplication(source, url)).toMatch(/200 201\n503\n$/);
  });

  it('ends by itself where the tables are missing, and where nobody answers', async () => {
    const source = `console.log(await get('/api/schedules')); await stop();`;
    expect(await runApplication(source, database.place('lifecycle_3').url)).toMatch(/503\n$/);
    const nobody = `${new URL(database.url).protocol}//app:x@127.0.0.1:1/nothing`;
    expect(await runApplication(source, nobody)).toMatch(/503\n$/);
  });
});

it('close while the database is being opened waits for it, and the API answers 503 from then on', async () => {
  const admin = await startAdmin();
  const first = admin.get('/api/schedules');
  await admin.handler.close();
  expect([200, 503]).toContain((await first).status);
  const after = await admin.get('/api/schedules');
  expect([after.status, errorOf(after).message]).toEqual([503, 'the admin was closed with the application']);
  await admin.close();
});
