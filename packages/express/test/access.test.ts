import { once } from 'node:events';
import { connect } from 'node:net';
import type { Request } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { errorOf, startAdmin, type AdminSetup, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

const started = async (setup: AdminSetup) => (admin = await startAdmin(setup));

describe.each(['development', 'test'])('NODE_ENV=%s', (environment) => {
  it('lets this machine in freely', async () => {
    await started({ environment });
    for (const host of [
      '127.0.0.1',
      'localhost',
      'LOCALHOST:3000',
      'admin.localhost:80',
      '[::1]:3000',
      '127.8.9.10',
    ]) {
      expect((await admin.get('/api/schedules', { host })).status).toBe(200);
    }
  });

  it.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', ''],
    ['x-forwarded-host', 'localhost'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '443'],
    ['x-forwarded-prefix', '/ops'],
    ['x-forwarded', 'for=192.0.2.1'],
    ['cf-connecting-ip', '192.0.2.1'],
    ['cf-ray', '1'],
    ['cf-visitor', '{"scheme":"https"}'],
    ['true-client-ip', '192.0.2.1'],
    ['x-client-ip', '192.0.2.1'],
    ['x-cluster-client-ip', '192.0.2.1'],
    ['client-ip', '192.0.2.1'],
    ['fastly-client-ip', '192.0.2.1'],
    ['x-envoy-external-address', '192.0.2.1'],
    ['x-original-forwarded-for', '192.0.2.1'],
    ['x-original-host', 'localhost'],
    ['x-amzn-trace-id', 'Root=1'],
    ['x-azure-clientip', '192.0.2.1'],
    ['x-appengine-user-ip', '192.0.2.1'],
    ['x-remote-ip', '192.0.2.1'],
    ['x-scheme', 'https'],
    ['front-end-https', 'on'],
    ['do-connecting-ip', '192.0.2.1'],
    ['connection', 'upgrade'],
  ])('wants the token of what a proxy sent: %s: %s', async (name, value) => {
    await started({ environment });
    const answer = await admin.get('/api/schedules', { [name]: value });
    expect([answer.status, errorOf(answer).code]).toEqual([401, 'unauthorized']);
    const page = await admin.get('/', { [name]: value });
    expect([page.status, page.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(page.text).toMatch(/token/);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:80',
    '0.0.0.0',
    '10.0.0.1',
    'evillocalhost',
    'localhost@evil.example',
  ])('wants the token when the name is %s, which may be made to resolve here', async (host) => {
    await started({ environment });
    expect((await admin.get('/api/schedules', { host })).status).toBe(401);
    const authorization = `Bearer ${admin.token()}`;
    expect((await admin.get('/api/schedules', { host, authorization })).status).toBe(200);
  });

  it('lets a browser of this machine in, and wants the token of one whose header for its connection a proxy took off', async () => {
    await started({ environment });
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', 'sec-fetch-mode': 'cors' };
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await admin.get('/api/schedules', { ...browser, ...headers })).status;
    expect(await status({ connection: 'keep-alive' })).toBe(200);
    expect(await status({ connection: 'close' })).toBe(401);
    expect(await statusOfRaw(admin.port, 'HTTP/1.1', ['User-Agent: Mozilla/5.0', 'Host: localhost'])).toBe(
      401,
    );
  });

  it('lets a program of this machine in over HTTP/1.1, and wants the token over HTTP/1.0, which proxies speak', async () => {
    await started({ environment });
    expect(await statusOfRaw(admin.port, 'HTTP/1.1', ['Host: localhost', 'User-Agent: curl/8.0'])).toBe(200);
    expect(await statusOfRaw(admin.port, 'HTTP/1.0', ['Host: localhost', 'User-Agent: curl/8.0'])).toBe(401);
    expect(await statusOfRaw(admin.port, 'HTTP/1.0', ['Host: localhost', 'Connection: keep-alive'])).toBe(
      401,
    );
  });

  it('prints one link with the token for those who come from elsewhere', async () => {
    await started({ environment });
    expect(admin.printed.filter((line) => line.includes('?token='))).toHaveLength(1);
    expect(admin.token()).toMatch(/^[\w-]{32,}$/);
  });
});

describe.each([null, '', 'staging'])('NODE_ENV=%j', (environment) => {
  it('wants the token of everyone, this machine included', async () => {
    await started({ environment });
    const answer = await admin.get('/api/schedules', { host: 'localhost' });
    expect([answer.status, errorOf(answer).code]).toEqual([401, 'unauthorized']);
    expect((await admin.get('/')).status).toBe(401);
    expect((await admin.get('/assets/x.js')).status).toBe(401);
    const authorization = `Bearer ${admin.token()}`;
    expect((await admin.get('/api/schedules', { authorization })).status).toBe(200);
  });
});

it('reads NODE_ENV when the admin is made, not with each request', async () => {
  await started({ environment: null });
  expect(process.env['NODE_ENV']).toBe('test');
  expect((await admin.get('/api/schedules')).status).toBe(401);
});

describe('NODE_ENV=production', () => {
  it('denies everyone without authorize, and page and log show what to write', async () => {
    await started({ environment: 'production' });
    const api = await admin.get('/api/schedules', { host: 'localhost' });
    expect([api.status, errorOf(api).code]).toEqual([403, 'forbidden']);
    expect(errorOf(api).message).toMatch(/zenpulseAdmin\(\{ authorize \}\)/);
    const page = await admin.get('/');
    expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toMatch(/app\.use\('\/zenpulse', zenpulseAdmin\(\{\n.*authorize: .*\n\}\)\);/);
    expect(admin.logged).toHaveLength(1);
    expect(admin.logged[0]).toMatch(/app\.use\('\/zenpulse', zenpulseAdmin\(\{\n.*authorize: .*\n\}\)\);/);
    expect(admin.token()).toBe('');
  });

  it('takes no token', async () => {
    const open = await startAdmin({ environment: null });
    const token = open.token();
    await open.close();
    await started({ environment: 'production' });
    const headers = { authorization: `Bearer ${token}`, cookie: `zenpulse_token=${token}` };
    expect((await admin.get('/api/schedules', headers)).status).toBe(403);
    const link = await admin.get(`/?token=${token}`);
    expect([link.status, link.headers['set-cookie']]).toEqual([403, undefined]);
  });
});

describe.each(['production', 'development', null])('authorize with NODE_ENV=%s', (environment) => {
  it.each<[string, (request: Request) => boolean | Promise<boolean>, number]>([
    ['true', () => true, 200],
    ['a promise of true', () => Promise.resolve(true), 200],
    ['false', () => false, 403],
    ['a promise of false', () => Promise.resolve(false), 403],
  ])('decides alone: %s', async (_what, authorize, status) => {
    await started({ environment, options: { authorize } });
    expect((await admin.get('/api/schedules')).status).toBe(status);
    expect((await admin.post('/api/preview', { triggerType: 'cron' })).status).toBe(status);
    expect(admin.token()).toBe('');
    expect(admin.logged).toEqual([]);
  });
});

describe('authorize', () => {
  it('sees the request', async () => {
    const authorize = (request: Request) => request.get('x-user') === 'admin';
    await started({ options: { authorize } });
    expect((await admin.get('/api/schedules', { 'x-user': 'admin' })).status).toBe(200);
    const answer = await admin.get('/api/schedules', { 'x-user': 'guest' });
    expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden']);
    expect((await admin.get('/', { 'x-user': 'guest' })).text).toMatch(/You may not enter/);
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    [
      'throws',
      () => {
        throw new Error('no session store');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no session store'))],
  ])('that %s lets nobody in, and the log says why', async (_what, authorize) => {
    await started({ environment: 'development', options: { authorize } });
    const answer = await admin.get('/api/schedules');
    expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden']);
    expect(answer.text).not.toMatch(/session store/);
    expect(admin.logged).toEqual([
      expect.stringMatching(
        /^authorize failed; nobody was let in: Error: no session store, at .*access\.test\.ts:\d+/,
      ),
    ]);
  });

  it.each([1, 'yes', {}, [], undefined, null])('denies access for %j, which is not true', async (value) => {
    await started({ options: { authorize: () => value as boolean } }); // as called from JavaScript
    expect((await admin.get('/api/schedules')).status).toBe(403);
  });

  it('may answer by itself, as with a redirect to a login', async () => {
    const authorize = (request: Request) => {
      request.res?.redirect('/login');
      return false;
    };
    await started({ options: { authorize } });
    const answer = await admin.get('/');
    expect([answer.status, answer.headers.location]).toEqual([302, '/login']);
    expect((await admin.get('/api/schedules')).status).toBe(302);
  });

  it('is asked for pages and assets too', async () => {
    await started({ options: { authorize: () => false } });
    for (const path of ['/', '/schedules', '/assets/x.js', '/favicon.svg']) {
      expect((await admin.get(path)).status).toBe(403);
    }
  });
});

/** Sends one raw request for the list of schedules. */
async function statusOfRaw(port: number, version: string, headers: readonly string[]): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET /zenpulse/api/schedules ${version}\r\n${headers.join('\r\n')}\r\n\r\n`);
  const [head] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(head.toString('latin1'))?.[1]);
}
