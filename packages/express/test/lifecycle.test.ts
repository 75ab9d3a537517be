import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, startAdmin } from './start-admin.ts';

const run = promisify(execFile);
const built = new URL('../../zenpulse/dist/', import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-lifecycle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process of an application's own; resolves to what it printed when it has ended by itself. */
async function runApplication(source: string): Promise<string> {
  const file = join(folder, 'app.mjs');
  await writeFile(
    file,
    `import { createServer } from 'node:http';
     import { zenpulseAdmin } from ${JSON.stringify(new URL('express.js', built).href)};
     const admin = zenpulseAdmin({ database: ${JSON.stringify(pathToFileURL(join(folder, 'zenpulse.db')).href)} });
     const server = createServer(admin);
     await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
     const { port } = server.address();
     const get = async (path) => (await fetch(\`http://127.0.0.1:\${port}\${path}\`, { headers: { connection: 'close' } })).status;
     const stop = () => new Promise((resolve) => server.close(resolve));
     ${source}`,
  );
  const { stdout } = await run(process.execPath, [file], {
    env: { ...process.env, NODE_ENV: 'test' },
    timeout: 60_000,
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

it('close while the database is being opened waits for it, and the API answers 503 from then on', async () => {
  const admin = await startAdmin();
  const first = admin.get('/api/schedules');
  await admin.handler.close();
  expect([200, 503]).toContain((await first).status);
  const after = await admin.get('/api/schedules');
  expect([after.status, errorOf(after).message]).toEqual([503, 'the admin was closed with the application']);
  await admin.close();
});
