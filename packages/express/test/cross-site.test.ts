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
    const cookie = `zenpulse_token=${open.token()}`;
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
