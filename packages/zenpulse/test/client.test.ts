import { createClient, type ZenpulseSchemas } from '../src/client.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody } from '../../express/test/samples.ts';
import { startAdmin, type RunningAdmin } from '../../express/test/start-admin.ts';

// `zenpulse/client` against a real server. Its types are checked with those of this file.

let admin: RunningAdmin;
let id: string;
let secret: string;
beforeAll(async () => {
  admin = await startAdmin({ options: { authorize: () => false } });
  const opened = await startAdmin({ options: { database: `file:${admin.folder}/zenpulse.db` } });
  id = (await createdSchedule(opened, intervalBody('called'))).id;
  const made = await opened.post('/api/tokens', { name: 'client', role: 'admin' });
  secret = (made.json() as ZenpulseSchemas['TokenCreated']).secret;
  await opened.close();
});
afterAll(() => admin.close());

const url = () => `http://127.0.0.1:${admin.port}/zenpulse/`;
const client = (token: string | undefined = secret) => createClient({ url: url(), token });

describe('the client of the API', () => {
  it('lists schedules, with the token alone as the way in', async () => {
    const query = { search: 'called', limit: '10' };
    const { data, error, response } = await client().GET('/api/schedules', { params: { query } });
    expect([response.status, error]).toEqual([200, undefined]);
    expect(data?.items[0]?.jobKey).toBe('called');
    expect(data?.total).toBe(1);
    const page: ZenpulseSchemas['SchedulePage'] | undefined = data;
    const state = page?.items[0]?.state;
    expect(state).toBe('never-ran');
  });

  it('runs a job once for an idempotency key, and answers with its id', async () => {
    const run = () =>
      client().POST('/api/schedules/{id}/run', {
        params: { path: { id } },
        body: { idempotencyKey: 'order-17', params: { to: 'a@example.com' } },
      });
    const [first, second] = [await run(), await run()];
    expect(first.response.status).toBe(202);
    expect(first.data).toEqual({ runId: expect.any(String) });
    expect(second.data).toEqual(first.data);
    const other = await client().POST('/api/schedules/{id}/run', {
      params: { path: { id } },
      body: { idempotencyKey: 'order-17' },
    });
    expect(other.error?.error.code).toBe('key_reused');
  });

  it('pauses a schedule, and puts that back', async () => {
    const path = { id };
    const { data: before } = await client().GET('/api/schedules/{id}', { params: { path } });
    const paused = await client().PATCH('/api/schedules/{id}', {
      params: { path },
      body: {
        version: before?.version ?? 0,
        pausedUntil: '2040-01-01T00:00:00.000Z',
        pauseReason: 'inventory',
      },
    });
    expect(paused.data).toMatchObject({ pauseReason: 'inventory', state: 'paused' });
    const { data: changes } = await client().GET('/api/changes', {
      params: { query: { scheduleId: id, limit: '1' } },
    });
    const [change] = changes?.items ?? [];
    expect(change).toMatchObject({ action: 'change', actor: 'token:client' });
    const back = await client().POST('/api/changes/{id}/revert', {
      params: { path: { id: change?.id ?? '' } },
      body: { reason: 'counted' },
    });
    expect(back.data).toMatchObject({ changed: 1, schedule: { pausedUntil: null } });
  });

  it('acts on many, and says of each one refused why', async () => {
    const { data } = await client().POST('/api/schedules/actions', {
      body: { action: 'disable', ids: [id, 'none'] },
    });
    expect(data).toMatchObject({ changed: 1, refused: [{ id: 'none', code: 'not_found' }] });
  });

  it('has the code of an error, and its issues', async () => {
    const wrong = await client().POST('/api/preview', { body: { triggerType: 'cron', cronMinute: '99' } });
    expect(wrong.data).toBeUndefined();
    expect(wrong.error?.error).toMatchObject({ code: 'validation_failed', issues: [{ path: 'cronMinute' }] });
    const error: ZenpulseSchemas['Error'] | undefined = wrong.error;
    expect(error).toBe(wrong.error);
    const refused = await client('zp_wrong').GET('/api/info');
    expect([refused.response.status, refused.error?.error.code]).toEqual([401, 'unauthorized']);
    const nobody = await createClient({ url: new URL(url()) }).GET('/api/info');
    expect([nobody.response.status, nobody.error?.error.code]).toEqual([403, 'forbidden']);
  });

  it('does not compile with a path, a query or a body that the API does not have', async () => {
    const calls = [
      // @ts-expect-error no such path
      client().GET('/api/nothing'),
      // @ts-expect-error no such parameter
      client().GET('/api/schedules', { params: { query: { colour: 'red' } } }),
      // @ts-expect-error no such action
      client().POST('/api/schedules/actions', { body: { action: 'explode', ids: [id] } }),
    ];
    const statuses = await Promise.all(calls.map(async (call) => (await call).response.status));
    expect(statuses).toEqual([404, 422, 422]);
  });

  it('sends given headers with each request, by a given fetch', async () => {
    const sent: string[] = [];
    const own = createClient({
      url: url(),
      token: secret,
      headers: { 'x-request-id': 'r-1' },
      fetch: (request) => {
        sent.push(`${request.method} ${request.headers.get('x-request-id')}`);
        return fetch(request);
      },
    });
    expect((await own.GET('/api/info')).data?.actor).toEqual({ role: 'admin', name: 'token:client' });
    expect(sent).toEqual(['GET r-1']);
  });
});
