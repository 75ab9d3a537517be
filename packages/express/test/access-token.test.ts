import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
let token: string;
/** Of the cookie. */
let name: string;
beforeAll(async () => {
  admin = await startAdmin({ environment: null });
  token = admin.token();
  name = (await admin.cookie()).split('=')[0] ?? '';
});
afterAll(() => admin.close());

const statusWith = async (headers: Readonly<Record<string, string>>) =>
  (await admin.get('/api/schedules', headers)).status;

describe('the link with the token', () => {
  it('becomes a cookie, and the address loses the token', async () => {
    const answer = await admin.get(`/?token=${token}`);
    expect([answer.status, answer.headers.location, answer.text]).toEqual([302, './', '']);
    expect(answer.headers['set-cookie']).toEqual([`${name}=${token}; HttpOnly; SameSite=Lax; Path=/`]);
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookie = cookieOf(answer);
    expect(await statusWith({ cookie })).toBe(200);
    expect(await statusWith({ cookie: `a=b; ${cookie}; c=d` })).toBe(200);
  });

  it.each([
    ['/zenpulse?token=T', './zenpulse'],
    ['/zenpulse/?token=T', './'],
    ['/zenpulse/schedules?token=T', './schedules'],
    ['/zenpulse/schedules/abc?token=T&a=1', './abc?a=1'],
    ['/zenpulse/?a=1&token=T&b=%C3%A9', './?a=1&b=%C3%A9'],
    ['/zenpulse/executions?token=T&search=a%26b', './executions?search=a%26b'],
    ['/zenpulse//evil.example?token=T', './evil.example'],
    ['/zenpulse//evil.example/..%2f?token=T', './..%2f'],
    ['/zenpulse/https:evil.example?token=T', './https:evil.example'],
    ['/zenpulse/\\evil.example?token=T', /^\.\/[^/]*evil\.example$/],
    ['/zenpulse/%0d%0aSet-Cookie:a=b?token=T', './%0d%0aSet-Cookie:a=b'],
    ['/zenpulse/?token=T&x=%0d%0aSet-Cookie:a', /^\.\/\?x=%0D%0ASet-Cookie(:|%3A)a$/i],
  ])('%s leads to %s, on this host', async (path, location) => {
    const answer = await admin.sendRaw({ path: path.replace('T', token) });
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toMatch(typeof location === 'string' ? exactly(location) : location);
    expect(answer.headers.location).not.toContain(token);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    const target = new URL(answer.headers.location ?? '', `http://admin.example${path.split('?')[0]}`);
    expect(target.host).toBe('admin.example');
  });

  it('opens a page only, never the API', async () => {
    expect((await admin.get(`/api/schedules?token=${token}`)).status).toBe(401);
    const post = await admin.send({ method: 'POST', path: `/?token=${token}` });
    expect([post.status, post.headers['set-cookie']]).toEqual([401, undefined]);
  });
});

describe('the cookie', () => {
  it.each([
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-proto': 'https,http' },
    { 'x-forwarded-proto': 'HTTPS' },
    { forwarded: 'for=192.0.2.1;proto=https;by=203.0.113.9' },
    { 'x-forwarded-ssl': 'on' },
    { 'front-end-https': 'on' },
    { 'x-forwarded-scheme': 'https' },
    { 'cf-visitor': '{"scheme":"https"}' },
    { 'x-arr-ssl': '2048|256|CN=x' },
  ] as Readonly<Record<string, string>>[])('is for https alone where a proxy says %j', async (headers) => {
    const answer = await admin.get(`/?token=${token}`, headers);
    expect(answer.headers['set-cookie']).toEqual([
      `${name}=${token}; HttpOnly; SameSite=Lax; Path=/; Secure`,
    ]);
  });

  it.each([
    { 'x-forwarded-proto': 'http' },
    { 'x-forwarded-proto': 'http, https' },
    { 'x-forwarded-ssl': 'off' },
  ] as Readonly<Record<string, string>>[])(
    'is kept over plain http too where a proxy says %j',
    async (headers) => {
      expect((await admin.get(`/?token=${token}`, headers)).headers['set-cookie']?.[0]).not.toContain(
        'Secure',
      );
    },
  );

  it('has a name of its own for each application on a host, so that none logs another out', async () => {
    const other = await startAdmin({ environment: null });
    const [ours, theirs] = [await admin.cookie(), await other.cookie()];
    expect(ours.split('=')[0]).not.toBe(theirs.split('=')[0]);
    const cookie = `${ours}; ${theirs}`; // as a browser sends them, which knows no ports
    expect((await other.get('/api/schedules', { cookie })).status).toBe(200);
    expect(await statusWith({ cookie })).toBe(200);
    await other.close();
  });

  it('has a name of its own for each mount, and leaves a cookie that the application sets alone', async () => {
    const twice = await startAdmin({
      environment: null,
      mount: '/one',
      app: (router) =>
        express()
          .use((_request, response, next) => {
            response.setHeader('Set-Cookie', 'session=1; HttpOnly');
            next();
          })
          .use('/one', router)
          .use('/two', router),
    });
    const entered = async (mount: string) =>
      (await twice.sendRaw({ path: `${mount}/?token=${twice.token()}` })).headers['set-cookie'] ?? [];
    const [one, two] = [await entered('/one'), await entered('/two')];
    expect([one[0], two[0]]).toEqual(['session=1; HttpOnly', 'session=1; HttpOnly']);
    expect(one[1]?.split('=')[0]).not.toBe(two[1]?.split('=')[0]);
    await twice.close();
  });
});

describe('the bearer', () => {
  it.each(['Bearer T', 'bearer T', 'BEARER T'])('lets in: %s', async (authorization) => {
    expect(await statusWith({ authorization: authorization.replace('T', token) })).toBe(200);
  });
});

describe('what is no token', () => {
  it.each([
    { authorization: 'Bearer wrong' },
    { authorization: 'Bearer ' },
    { authorization: 'Bearer T.' },
    { authorization: 'Bearer T T' },
    { authorization: 'T' },
    { authorization: 'Basic T' },
    { authorization: 'Bearer NAME=T' },
    { cookie: 'NAME=wrong' },
    { cookie: 'NAME=' },
    { cookie: 'NAME' },
    { cookie: 'zenpulse_token=T' },
    { cookie: 'zenpulse_token_000000000000=T' },
    { cookie: 'token=T' },
    { cookie: 'x=NAME=T' },
    { 'x-zenpulse-token': 'T' },
    { 'x-token': 'T' },
  ] as Readonly<Record<string, string>>[])('does not let in: %j', async (headers) => {
    const given = Object.fromEntries(
      Object.entries(headers).map(([k, v]) => [
        k,
        v.replaceAll('NAME', name).replaceAll(/T$|T(?=[. ])/g, token),
      ]),
    );
    const answer = await admin.get('/api/schedules', given);
    expect([answer.status, errorOf(answer).code]).toEqual([401, 'unauthorized']);
    expect(answer.text).not.toContain(token);
  });

  it('is a part of it, or it with more', async () => {
    for (const wrong of [token.slice(0, -1), `${token}x`, token.toLowerCase() + token.toUpperCase()]) {
      expect(await statusWith({ authorization: `Bearer ${wrong}` })).toBe(401);
      expect((await admin.get(`/?token=${wrong}`)).status).toBe(401);
    }
  });

  it.each(['token=', 'token=wrong', 'token[]=T', 'token=T&token=T', 'Token=T', 'x=token=T'])(
    'is ?%s in the address',
    async (query) => {
      const answer = await admin.get(`/?${query.replaceAll('T', token)}`);
      expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
      expect(answer.text).not.toContain(token);
    },
  );

  it('is a stale cookie beside which the good one stands', async () => {
    expect(await statusWith({ cookie: `${name}=old; ${name}=${token}` })).toBe(200);
  });

  it('is a cookie of 12 KiB, which is read and refused', async () => {
    const cookie = `a=${'x'.repeat(6_000)}; ${name}=${'y'.repeat(6_000)}`;
    expect(await statusWith({ cookie })).toBe(401);
    expect(await statusWith({ cookie: `${cookie}; ${name}=${token}` })).toBe(200);
    expect(await statusWith({ cookie: ';'.repeat(12_000) })).toBe(401);
  });
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
}
