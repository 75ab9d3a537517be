import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { send, type Answer } from './http-client.ts';
import { hasNginx, startNginx, type Nginx } from './nginx.ts';
import { intervalBody } from './samples.ts';
import { cookieOf, errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

if (!hasNginx) console.log('nginx is not installed: the tests behind it are skipped');

let admin: RunningAdmin;
let nginx: Nginx;
afterEach(async () => {
  if (!hasNginx) return;
  await nginx.stop();
  await admin.close();
});

/** The application in development, behind nginx. */
async function start(location: (port: number) => string): Promise<void> {
  admin = await startAdmin({ environment: 'development' });
  nginx = await startNginx(location(admin.port));
}

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  send(nginx.port, { path, headers });

/** Headers by which a visitor may try to be taken for this machine. */
const FORGED: readonly Readonly<Record<string, string>>[] = [
  {},
  { host: 'localhost' },
  { host: '127.0.0.1' },
  { host: 'localhost:3000' },
  { host: 'public.example' },
  { host: 'localhost', connection: 'keep-alive', 'user-agent': 'Mozilla/5.0', 'sec-fetch-mode': 'navigate' },
];

describe.runIf(hasNginx)('behind nginx with its defaults, in development', () => {
  it.each([
    ['proxy_pass alone', ''],
    ['the Host of the browser', 'proxy_set_header Host $http_host;'],
    ['a Host that is fixed', 'proxy_set_header Host localhost;'],
  ])('%s lets nobody in without the token', async (_what, more) => {
    await start((port) => `location / { proxy_pass http://127.0.0.1:${port}; ${more} }`);
    for (const headers of FORGED) {
      const answer = await get('/zenpulse/api/schedules', headers);
      expect([headers, answer.status]).toEqual([headers, 401]);
      const written = await send(nginx.port, {
        method: 'POST',
        path: '/zenpulse/api/schedules',
        headers,
        json: intervalBody('planted'),
      });
      expect(written.status).toBe(401);
    }
    const authorization = `Bearer ${admin.token()}`;
    expect((await get('/zenpulse/api/schedules', { authorization })).json()).toMatchObject({ total: 0 });
  });

  it('over HTTP/1.1 a browser is not let in without the token either', async () => {
    await start(
      (port) =>
        `location / { proxy_pass http://127.0.0.1:${port}; proxy_http_version 1.1; proxy_set_header Connection ""; }`,
    );
    const browser = { 'user-agent': 'Mozilla/5.0', connection: 'keep-alive' };
    expect((await get('/zenpulse/api/schedules', browser)).status).toBe(401);
  });
});

describe.runIf(hasNginx)('behind nginx as the documentation has it', () => {
  const [, snippet = ''] =
    /```nginx\n([\s\S]*?)```/.exec(
      readFileSync(new URL('../../../docs/deployment.md', import.meta.url), 'utf8'),
    ) ?? [];
  const documented = (port: number) => snippet.replace('127.0.0.1:3000', `127.0.0.1:${port}`);

  it('a forged Host lets nobody in', async () => {
    await start(documented);
    for (const headers of FORGED) {
      expect((await get('/ops/zenpulse/api/schedules', headers)).status).toBe(401);
      expect((await get('/ops/zenpulse/', headers)).status).toBe(401);
    }
  });

  it('the link with the token opens the page, and a save of a browser over plain http goes through', async () => {
    await start(documented);
    const link = await get(`/ops/zenpulse/?token=${admin.token()}`, { host: 'jobs.example:8080' });
    expect([link.status, link.headers.location]).toEqual([302, './']);
    const headers = { cookie: cookieOf(link), host: 'jobs.example:8080', origin: 'http://jobs.example:8080' };
    const page = await get('/ops/zenpulse/schedules/x', headers);
    expect([page.status, /<base href="([^"]+)"/.exec(page.text)?.[1]]).toEqual([200, '../']);
    expect(page.headers['cross-origin-opener-policy']).toBeUndefined();
    const save = (more: Readonly<Record<string, string>>) =>
      send(nginx.port, {
        method: 'POST',
        path: '/ops/zenpulse/api/schedules',
        headers: { ...headers, ...more },
        json: intervalBody('through-nginx'),
      });
    expect((await save({})).status).toBe(201);
    const foreign = await save({ origin: 'http://evil.example' });
    expect([foreign.status, errorOf(foreign).code]).toEqual([403, 'forbidden']);
  });
});
