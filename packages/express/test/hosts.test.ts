import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import express4 from 'express4';
import { afterEach, describe, expect, it } from 'vitest';
import { zenpulseAdmin, type AdminHandler } from '../src/index.ts';
import { send } from './http-client.ts';
import { createdSchedule, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';
import { startStrippingProxy } from './stripping-proxy.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

type MakeApp = () => Express;
const VERSIONS: readonly (readonly [string, MakeApp])[] = [
  ['Express 5', () => express()],
  ['Express 4', () => express4()],
];

const PARSERS: readonly (readonly [string, (app: Express, make: typeof express) => unknown])[] = [
  ['no body parser', () => undefined],
  ['express.json()', (app, make) => app.use(make.json())],
  ['express.json({ strict: false })', (app, make) => app.use(make.json({ strict: false }))],
  ['express.urlencoded()', (app, make) => app.use(make.urlencoded({ extended: true }))],
  [
    'json, urlencoded and text',
    (app, make) => app.use(make.json(), make.urlencoded({ extended: false }), make.text()),
  ],
];

describe.each(VERSIONS)('in %s', (version, makeApp) => {
  const make = version === 'Express 4' ? express4 : express;

  describe.each(PARSERS)('with %s before it', (_what, parser) => {
    const host = (mount: string) => (router: AdminHandler) => {
      const app = makeApp();
      parser(app, make);
      return app.use(mount, router) as RequestListener;
    };

    it('serves the whole life of a schedule', async () => {
      admin = await startAdmin({ app: host('/zenpulse') });
      const { id } = await createdSchedule(admin, intervalBody('a', { params: { deep: [{ x: null }] } }));
      expect((await admin.get('/api/schedules?search=a&limit=5')).json()).toMatchObject({ total: 1 });
      expect((await admin.patch(`/api/schedules/${id}`, { version: 1, enabled: false })).status).toBe(200);
      expect((await admin.post(`/api/schedules/${id}/run`)).status).toBe(202);
      expect((await admin.post(`/api/schedules/${id}/run`, {})).status).toBe(202);
      expect((await admin.post('/api/preview', { triggerType: 'cron' })).status).toBe(200);
      expect((await admin.get('/api/executions?status=fail&status=missed')).status).toBe(200);
      expect((await admin.delete('/api/executions?status=fail&status=missed')).status).toBe(200);
      expect((await admin.delete(`/api/schedules/${id}`)).status).toBe(204);
      expect(admin.logged).toEqual([]);
    });

    it('refuses what is no good as it does alone', async () => {
      admin = await startAdmin({ app: host('/zenpulse') });
      const headers = { 'content-type': 'application/json' };
      const post = (body: string, type = headers['content-type']) =>
        admin.send({ method: 'POST', path: '/api/schedules', headers: { 'content-type': type }, body });
      const invalid = await post('{"jobKey":"","triggerType":"cron"}');
      expect([invalid.status, errorOf(invalid).issues?.[0]?.path]).toEqual([422, 'jobKey']);
      expect((await post('[]')).status).toBe(422);
      expect((await post(`{"jobKey":"a","typo":${'['.repeat(9_000)}${']'.repeat(9_000)}}`)).status).toBe(422);
      expect((await post(`{"jobKey":"a"}${' '.repeat(65_537)}`)).status).toBe(413);
      expect((await post('jobKey=a', 'application/x-www-form-urlencoded')).status).toBe(415);
      expect((await post('{"jobKey":"a"}', 'text/plain')).status).toBe(415);
      expect((await admin.send({ method: 'POST', path: '/api/schedules', headers })).status).toBe(422);
      expect((await admin.post('/api/schedules')).status).toBe(422);
      expect((await admin.get('/api/nothing')).status).toBe(404);
      expect((await admin.get('/api/schedules?limit=1&limit=2')).status).toBe(422);
      expect((await admin.get('/api/schedules?sort[x]=1')).status).toBe(422);
      expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 0 });
    });

    it('serves the page', async () => {
      admin = await startAdmin({ app: host('/zenpulse') });
      const page = await admin.get('/schedules/x');
      expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain('<base href="../"');
      expect((await admin.get('/favicon.svg')).headers['content-type']).toMatch(/^image\/svg/);
      expect((await admin.get('')).headers.location).toBe('./zenpulse/');
    });
  });

  it.each(['', '/zenpulse', '/a/b/c'])('answers at %j', async (mount) => {
    admin = await startAdmin({
      mount,
      app: (router) => makeApp().use(mount || '/', router) as RequestListener,
    });
    expect((await admin.get('/api/schedules')).status).toBe(200);
    expect((await admin.post('/api/schedules', intervalBody('a'))).status).toBe(201);
    const other = await admin.sendRaw({ path: '/elsewhere/api/schedules' });
    if (mount !== '') expect(other.status).toBe(404);
  });

  it('answers under a Router, and below a parameter', async () => {
    const app = (router: AdminHandler) =>
      makeApp()
        .use('/admin', make.Router().use('/jobs', router))
        .use('/t/:tenant', router) as RequestListener;
    admin = await startAdmin({ mount: '/admin/jobs', app });
    expect((await admin.post('/api/schedules', intervalBody('a'))).status).toBe(201);
    expect((await admin.get('/schedules/x')).text).toContain('<base href="../"');
    expect((await admin.sendRaw({ path: '/t/acme/api/schedules' })).json()).toMatchObject({ total: 1 });
  });

  it('answers beside the routes of the host and leaves them alone', async () => {
    const app = (router: AdminHandler) => {
      const host = makeApp();
      host.use('/zenpulse', router);
      host.get('/hello', (_request, response) => void response.send('hello'));
      return host as RequestListener;
    };
    admin = await startAdmin({ app });
    const hello = await admin.sendRaw({ path: '/hello' });
    expect([hello.status, hello.text]).toEqual([200, 'hello']);
    expect(hello.headers['content-security-policy']).toBeUndefined();
  });

  it('answers twice in one app, each mount with its own database', async () => {
    const other = await startAdmin();
    const app = (router: AdminHandler) => {
      const second = zenpulseAdmin({ database: `file:${other.folder}/second.db`, stateDir: other.stateDir });
      return makeApp().use('/one', router).use('/two', second) as RequestListener;
    };
    admin = await startAdmin({ mount: '/one', app });
    await createdSchedule(admin, intervalBody('only-in-one'));
    const one = await admin.sendRaw({ path: '/one/api/schedules' });
    const two = await admin.sendRaw({ path: '/two/api/schedules' });
    expect([one.json(), two.json()]).toMatchObject([{ total: 1 }, { total: 0 }]);
    await other.close();
  });

  it('answers twice in one app over the same database', async () => {
    admin = await startAdmin({
      app: (router) => makeApp().use('/zenpulse', router).use('/again', router) as RequestListener,
    });
    await createdSchedule(admin, intervalBody('in-both'));
    expect((await admin.sendRaw({ path: '/again/api/schedules' })).json()).toMatchObject({ total: 1 });
  });

  it('answers behind a proxy that strips a prefix, redirects included', async () => {
    admin = await startAdmin({
      environment: null,
      app: (router) => makeApp().use('/zenpulse', router) as RequestListener,
    });
    const { port, close } = await startStrippingProxy(admin.port, '/tools');
    const closed = await send(port, { path: '/tools/zenpulse/api/schedules' });
    expect([closed.status, errorOf(closed).code]).toEqual([401, 'unauthorized']);
    const link = await send(port, { path: `/tools/zenpulse?token=${admin.token()}` });
    expect(new URL(link.headers.location ?? '', 'http://x/tools/zenpulse').pathname).toBe('/tools/zenpulse');
    const cookie = link.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const bare = await send(port, { path: '/tools/zenpulse', headers: { cookie } });
    expect(new URL(bare.headers.location ?? '', 'http://x/tools/zenpulse').pathname).toBe('/tools/zenpulse/');
    const headers = { cookie, host: 'public.example', origin: 'http://public.example' };
    const json = intervalBody('through-the-proxy');
    const created = await send(port, {
      method: 'POST',
      path: '/tools/zenpulse/api/schedules',
      headers,
      json,
    });
    expect(created.status).toBe(201);
    await close();
  });
});

describe("the host's own body parser", () => {
  it.each([
    ['malformed JSON', '{"jobKey":', 400],
    ['a body beyond its limit', JSON.stringify({ jobKey: 'x'.repeat(2_000) }), 413],
  ])('answers %s by itself, before we are asked: nothing is stored', async (_what, body, status) => {
    admin = await startAdmin({
      app: (router) =>
        express()
          .use(express.json({ limit: 1_000 }))
          .use('/zenpulse', router),
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await admin.send({ method: 'POST', path: '/api/schedules', headers, body });
    expect(answer.status).toBe(status);
    expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 0 });
  });
});
