import { connect } from 'node:net';
import { ROLES, type InstallationInfo, type TokenCreated, type TokenList } from '@zenpulse/contract';
import { hashOfToken, newId, newTokenSecret } from '@zenpulse/store';
import { afterEach, describe, expect, it } from 'vitest';
import { intervalBody } from './samples.ts';
import { errorOf, startAdmin, type AdminSetup, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

const started = async (setup: AdminSetup = {}) => (admin = await startAdmin(setup));
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function made(more: object = {}): Promise<TokenCreated> {
  const answer = await admin.post('/api/tokens', { name: 'deploy', role: 'operator', ...more });
  expect(answer.status).toBe(201);
  return answer.json() as TokenCreated;
}

describe('POST /api/tokens', () => {
  it('shows the secret once, and the table has only its hash', async () => {
    await started();
    const { secret, ...token } = await made();
    expect(secret).toMatch(/^zp_[\w-]{43}$/);
    expect(token).toStrictEqual({
      id: expect.any(String) as string,
      name: 'deploy',
      role: 'operator',
      state: 'valid',
      createdAt: expect.stringMatching(/Z$/) as string,
      createdBy: 'local',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
    const list = await admin.get('/api/tokens');
    expect(list.json()).toEqual({ items: [token] } satisfies TokenList);
    expect(list.text).not.toContain(secret);
    expect(JSON.stringify(await admin.backend.tokens.list())).not.toContain(secret);
  });

  it('refuses a name that a token has, and takes it again once that one is revoked', async () => {
    await started();
    const { id } = await made();
    const again = await admin.post('/api/tokens', { name: 'deploy', role: 'viewer' });
    expect([again.status, errorOf(again).code]).toEqual([409, 'token_exists']);
    expect((await admin.delete(`/api/tokens/${id}`)).status).toBe(204);
    await made();
  });

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: ' a' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'a\u202eb' }, 'name'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ name: ['a'] }, 'name'],
    [{ name: 'a', role: 'root' }, 'role'],
    [{ name: 'a', role: 'constructor' }, 'role'],
    [{ name: 'a', role: 'admin', expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'a', role: 'admin', expiresAt: '2000-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'a', role: 'admin', secret: 'zp_mine' }, 'secret'],
    [JSON.parse('{"name":"a","role":"admin","__proto__":{"role":"admin"}}'), '__proto__'],
  ])('refuses %j with the path %s', async (body, path) => {
    await started();
    const answer = await admin.post('/api/tokens', body);
    expect([answer.status, errorOf(answer).issues?.[0]?.path]).toEqual([422, path]);
    expect((await admin.get('/api/tokens')).json()).toEqual({ items: [] });
  });

  it.each([undefined, [], 'deploy', 7, null])('refuses the body %j', async (body) => {
    await started();
    expect((await admin.post('/api/tokens', body)).status).toBe(422);
  });
});

describe('a token', () => {
  it.each(ROLES)('has its role: %s', async (role) => {
    await started({ options: { authorize: () => true } });
    const { secret } = await made({ role });
    const info = (await admin.get('/api/info', bearer(secret))).json() as InstallationInfo;
    expect(info.actor).toEqual({ role, name: 'token:deploy' });
  });

  it('opens the API in production without authorize, and not the page', async () => {
    await started({ environment: 'production' });
    const { secret } = await madeByHand();
    expect((await admin.get('/api/schedules')).status).toBe(403);
    expect((await admin.get('/api/schedules', bearer(secret))).status).toBe(200);
    expect((await admin.get('/', bearer(secret))).status).toBe(403);
  });

  it('is judged before authorize, which is not asked', async () => {
    let asked = 0;
    await started({ options: { authorize: () => (asked += 1) > 0 } });
    const { secret } = await made();
    const before = asked;
    expect((await admin.get('/api/schedules', bearer(secret))).status).toBe(200);
    expect((await admin.get('/api/schedules', bearer(`${secret.slice(0, -1)}_`))).status).toBe(401);
    expect(asked).toBe(before);
  });

  it('opens nothing once it is revoked, in this process at once', async () => {
    await started();
    const { id, secret } = await made();
    expect((await admin.get('/api/info', bearer(secret))).status).toBe(200);
    await admin.delete(`/api/tokens/${id}`);
    const answer = await admin.get('/api/info', bearer(secret));
    expect([answer.status, errorOf(answer)]).toEqual([
      401,
      { code: 'unauthorized', message: 'this token is unknown, expired or revoked' },
    ]);
    expect((await admin.delete(`/api/tokens/${id}`)).status, 'again').toBe(204);
    expect((await admin.delete('/api/tokens/nobody')).status).toBe(404);
  });

  it('makes and revokes no tokens, as an admin neither', async () => {
    await started();
    const { id, secret } = await made({ role: 'admin' });
    for (const [method, path] of [
      ['POST', '/api/tokens'],
      ['DELETE', `/api/tokens/${id}`],
    ] as const) {
      const json = method === 'POST' ? { name: 'more', role: 'admin' } : undefined;
      const answer = await admin.send({ method, path, headers: bearer(secret), json });
      expect([answer.status, errorOf(answer).message]).toEqual([
        403,
        'a token may not make or revoke tokens',
      ]);
    }
    expect((await admin.get('/api/tokens', bearer(secret))).status).toBe(200);
  });

  it('needs no same origin, because no page can make a browser send it; a cookie beside it decides nothing', async () => {
    await started();
    const { secret } = await made({ role: 'admin' });
    const foreign = {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
      cookie: await admin.cookie(),
    };
    const create = (headers: Readonly<Record<string, string>>, jobKey: string) =>
      admin.send({ method: 'POST', path: '/api/schedules', headers, json: intervalBody(jobKey) });
    expect((await create({ ...foreign, ...bearer(secret) }, 'a')).status).toBe(201);
    expect((await create(foreign, 'b')).status).toBe(403);
    expect((await create({ ...foreign, ...bearer('zp_wrong') }, 'c')).status).toBe(401);
  });

  it('is noted with its last use', async () => {
    await started();
    const { id, secret } = await made();
    await admin.get('/api/info', bearer(secret));
    await expect
      .poll(async () => (await admin.backend.tokens.list()).find((token) => token.id === id)?.lastUsedAt)
      .toEqual(expect.any(Number));
  });

  it('is capped by readOnly too', async () => {
    await started({ options: { authorize: () => true, readOnly: true } });
    const { secret } = await madeByHand();
    const answer = await admin.send({
      method: 'POST',
      path: '/api/schedules/none/run',
      headers: bearer(secret),
    });
    expect(answer.status).toBe(403);
  });
});

describe('headers', () => {
  it.each([
    ['bearer', (secret: string) => `bearer ${secret}`, 200],
    ['BEARER', (secret: string) => `BEARER ${secret}`, 200],
    ['more spaces', (secret: string) => `Bearer   ${secret}  `, 200],
    ['another scheme', (secret: string) => `Basic ${secret}`, 403],
    ['no scheme', (secret: string) => secret, 403],
    ['two tokens', (secret: string) => `Bearer ${secret} ${secret}`, 403],
    ['a list', (secret: string) => `Bearer ${secret}, Bearer ${secret}`, 403],
    ['another case of the token', (secret: string) => `Bearer ${secret.toUpperCase()}`, 401],
    ['an empty token', () => 'Bearer zp_', 401],
    ['a long token', (secret: string) => `Bearer ${secret}${'x'.repeat(8_000)}`, 401],
    ['a wildcard', () => 'Bearer zp_%', 401],
    ['a quote', () => `Bearer zp_'OR'1'='1`, 401],
  ])('with %s', async (_what, header, status) => {
    await started({ environment: 'production' });
    const { secret } = await madeByHand();
    const answer = await admin.get('/api/info', { authorization: header(secret) });
    expect(answer.status).toBe(status);
  });

  it('of the same name twice are refused, whichever comes first', async () => {
    await started({ environment: 'production' });
    const { secret } = await madeByHand();
    const twice = (first: string, second: string) =>
      raw(
        `GET /zenpulse/api/info HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${first}\r\nAuthorization: ${second}\r\nConnection: close\r\n\r\n`,
      );
    expect(await twice(`Bearer ${secret}`, 'Basic YTpi')).toMatch(/^HTTP\/1\.1 401 /);
    expect(await twice('Basic YTpi', `Bearer ${secret}`)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('with guesses are logged once, and then counted', async () => {
    await started();
    for (let n = 0; n < 30; n += 1) {
      expect((await admin.get('/api/info', bearer(`zp_guess${n}`))).status).toBe(401);
    }
    expect(admin.logged).toEqual([
      expect.stringMatching(/^a request from \S+ with an unknown, expired or revoked token was refused$/),
    ]);
  });
});

/** A token that was made with the command line, before anybody entered. */
async function madeByHand(): Promise<{ readonly secret: string }> {
  const secret = newTokenSecret();
  await admin.backend.tokens.create({
    id: newId(),
    name: 'by hand',
    role: 'admin',
    hash: hashOfToken(secret),
    createdAt: Date.now(),
    createdBy: null,
    expiresAt: null,
  });
  return { secret };
}

/** Sends bytes as they are. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(admin.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
