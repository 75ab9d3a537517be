import type { InstallationInfo } from '@zenpulse/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createdSchedule, cronBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

const put = (path: string, json: object) => admin.send({ method: 'PUT', path, json });

it('keeps blackout windows, and schedules that refer to them are next due outside', async () => {
  const year = new Date().getUTCFullYear() + 1;
  const all = { timezone: 'UTC', weekly: [], dates: [{ from: '2000-01-01', to: `${year}-12-31` }] };
  const made = await put('/api/blackouts/until-later', all);
  expect([made.status, made.json()]).toEqual([200, { name: 'until-later', ...all }]);
  const body = { ...cronBody('closed'), blackouts: ['until-later', 'unknown'], timezone: 'UTC' };
  const item = await createdSchedule(admin, body);
  expect(item.nextRunAt).toMatch(new RegExp(`^${year + 1}-01-0[1-8]T`));
  // Null until every row was looked at once.
  await expect
    .poll(async () => (await admin.get('/api/blackouts')).json(), { timeout: 30_000 })
    .toMatchObject({ items: [{ name: 'until-later', schedules: 1 }] });
  expect((await admin.delete('/api/blackouts/until-later')).status).toBe(204);
  expect((await admin.get('/api/blackouts/until-later')).status).toBe(404);
  const open = (await admin.get(`/api/schedules/${item.id}`)).json() as { nextRunAt: string };
  expect(Date.parse(open.nextRunAt)).toBeLessThan(Date.UTC(year + 1, 0));
});

it('names what is wrong with a window', async () => {
  const wrong = await put('/api/blackouts/a', {
    timezone: 'UTC',
    weekly: [{ days: ['mo'], from: '1', to: '02:00' }],
  });
  expect(errorOf(wrong).issues?.map(({ path }) => path)).toEqual(['weekly.0.days.0', 'weekly.0.from']);
  expect((await put('/api/blackouts/a%20b', { timezone: 'UTC' })).status).toBe(422);
});

it('stops all firing, says so, and allows it again', async () => {
  const item = await createdSchedule(admin, cronBody('stopped'));
  const stopped = await admin.post('/api/pause', { reason: 'a move' });
  expect(stopped.json()).toMatchObject({ stopped: { by: 'switch', reason: 'a move' } });
  const info = (await admin.get('/api/info')).json() as InstallationInfo;
  expect(info.stopped).toMatchObject({ by: 'switch', reason: 'a move', since: expect.any(String) });
  expect((await admin.get(`/api/schedules/${item.id}`)).json()).toMatchObject({ nextRunAt: null });
  expect((await admin.delete('/api/pause')).json()).toEqual({ stopped: null });
  expect((await admin.get(`/api/schedules/${item.id}`)).json()).toMatchObject({
    nextRunAt: expect.any(String),
  });
});
