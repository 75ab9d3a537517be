import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, execution, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
let id: string;
beforeAll(async () => {
  admin = await startAdmin();
  id = (await createdSchedule(admin, intervalBody('target'))).id;
  await admin.backend.executions.append([execution('e-1')]);
});
afterAll(() => admin.close());

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'same-origin x' },
  { 'sec-fetch-site': '' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
  { origin: 'http://evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://127.0.0.1:1' },
  { origin: 'http://127.0.0.1.evil.example' },
  { origin: 'file://' },
  { origin: 'not an origin' },
];

describe('what the page of another site makes a browser send', () => {
  it.each(FOREIGN)('changes nothing: %j', async (headers) => {
    const attempts = [
      { method: 'POST', path: '/api/schedules', json: intervalBody('planted') },
      { method: 'PATCH', path: `/api/schedules/${id}`, json: { version: 1, enabled: false } },
      { method: 'DELETE', path: `/api/schedules/${id}` },
      { method: 'POST', path: `/api/schedules/${id}/run` },
      { method: 'DELETE', path: '/api/executions?jobKey=send-mail' },
      { method: 'POST', path: '/api/runs/r-1/cancel' },
      { method: 'DELETE', path: '/api/runners/dead' },
      { method: 'POST', path: '/api/preview', json: { triggerType: 'cron' } },
    ];
    for (const attempt of attempts) {
      const answer = await admin.send({ ...attempt, headers });
      expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden']);
    }
    expect((await admin.get('/api/schedules')).json()).toMatchObject({
      total: 1,
      items: [{ enabled: true, version: 1 }],
    });
    expect((await admin.get('/api/executions/e-1')).status).toBe(200);
    expect(await admin.backend.runRequests.claim('runner-1')).toEqual([]);
    expect(await admin.backend.cancelRequests.list()).toEqual([]);
  });

  it('is refused with the good token too', async () => {
    const open = await startAdmin({ environment: null });
    const cookie = await open.cookie();
    const headers = { cookie, 'sec-fetch-site': 'cross-site' };
    const answer = await open.send({
      method: 'POST',
      path: '/api/schedules',
      headers,
      json: intervalBody('planted'),
    });
    expect(answer.status).toBe(403);
    await open.close();
  });

  it('is refused as a form, whatever the form claims to be', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=b',
    ]) {
      const body = JSON.stringify(intervalBody('planted'));
      const answer = await admin.send({
        method: 'POST',
        path: '/api/schedules',
        headers: { 'content-type': type },
        body,
      });
      expect([answer.status, errorOf(answer).code]).toEqual([415, 'unsupported_media_type']);
    }
  });

  it('gets no permission to read or to ask in advance', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'PATCH' };
    const preflight = await admin.send({ method: 'OPTIONS', path: '/api/schedules', headers });
    expect(preflight.status).toBe(405);
    const read = await admin.get('/api/schedules', { origin: 'http://evil.example' });
    for (const answer of [preflight, read]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });
});

describe('a proxy that changes Host', () => {
  const post = (headers: Readonly<Record<string, string>>) =>
    admin.send({
      method: 'POST',
      path: '/api/preview',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"triggerType":"cron"}',
    });

  it('is named in the refusal, with the header to pass on', async () => {
    const answer = await post({ host: '127.0.0.1:3000', origin: 'http://jobs.example.com' });
    expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden']);
    expect(errorOf(answer).message).toMatch(
      /the browser is at jobs\.example\.com, and the application was asked for 127\.0\.0\.1:3000/,
    );
    expect(errorOf(answer).message).toContain('proxy_set_header Host $host');
  });

  it.each([
    { 'x-forwarded-host': 'jobs.example.com' },
    { 'x-forwarded-host': 'jobs.example.com, inner.example' },
    { 'x-forwarded-host': 'jobs.example.com:80' },
    { forwarded: 'for=192.0.2.1;host=jobs.example.com;proto=http' },
    { forwarded: 'for=192.0.2.1;host="jobs.example.com"' },
    { host: 'jobs.example.com' },
    { host: 'JOBS.example.com:80' },
  ] as Readonly<Record<string, string>>[])(
    'is no obstacle where it says the host of the browser: %j',
    async (headers) => {
      const open = await startAdmin({ environment: null });
      const answer = await open.send({
        method: 'POST',
        path: '/api/preview',
        headers: {
          origin: 'http://jobs.example.com',
          host: '127.0.0.1:3000',
          authorization: `Bearer ${open.token()}`,
          ...headers,
        },
        json: { triggerType: 'cron' },
      });
      expect(answer.status).toBe(200);
      await open.close();
    },
  );

  it.each([
    { 'x-forwarded-host': 'inner.example, jobs.example.com' },
    { 'x-forwarded-host': 'jobs.example.com.evil.example' },
    { 'x-forwarded-host': ', ,' },
    { host: 'jobs.example.com:8080' },
  ] as Readonly<Record<string, string>>[])('opens nothing to another host: %j', async (headers) => {
    const open = await startAdmin({ environment: null });
    const answer = await open.send({
      method: 'POST',
      path: '/api/preview',
      headers: {
        origin: 'http://jobs.example.com',
        host: '127.0.0.1:3000',
        authorization: `Bearer ${open.token()}`,
        ...headers,
      },
      json: { triggerType: 'cron' },
    });
    expect(answer.status).toBe(403);
    await open.close();
  });
});

describe('what our own page and programs send', () => {
  it.each([
    [{}],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://public.example' }],
    [{ origin: 'https://public.example', host: 'public.example', authorization: 'Bearer T' }],
  ] as [Record<string, string>][])('is taken: %j', async (headers) => {
    const open = await startAdmin({ environment: null });
    const answer = await open.send({
      method: 'POST',
      path: '/api/preview',
      headers: { ...headers, authorization: `Bearer ${open.token()}` },
      json: { triggerType: 'cron' },
    });
    expect(answer.status).toBe(200);
    await open.close();
  });
});
