import type { ScheduleItem } from '@zenpulse/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createdSchedule, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

/** A schedule of every hour, and its next occurrences. */
async function hourly(jobKey: string) {
  const item = await createdSchedule(
    admin,
    intervalBody(jobKey, { intervalValue: 1, intervalUnit: 'hours' }),
  );
  const first = Date.parse(item.nextRunAt ?? '');
  const hour = (n: number) => new Date(first + n * 3_600_000).toISOString();
  return { id: item.id, hour, path: `/api/schedules/${item.id}` };
}

it('skips the next occurrence, named by its instant, and takes that back', async () => {
  const { hour, path } = await hourly('skipped');
  const body = { scheduledAt: hour(0), reason: ' a holiday ' };
  const skipped = await admin.post(`${path}/skip`, body);
  expect(skipped.status).toBe(200);
  const item = skipped.json() as ScheduleItem;
  expect(item).toMatchObject({
    version: 2,
    nextRunAt: hour(1),
    exceptions: [{ kind: 'skip', at: hour(0), reason: 'a holiday' }],
  });
  expect((await admin.post(`${path}/skip`, body)).json()).toMatchObject({ version: 2 });
  const id = item.exceptions?.[0]?.id ?? '';
  const withdrawn = await admin.delete(`${path}/exceptions/${id}`);
  expect(withdrawn.json()).toMatchObject({ version: 3, nextRunAt: hour(0), exceptions: null });
  expect((await admin.delete(`${path}/exceptions/${id}`)).status).toBe(404);
});

it('moves an occurrence and plans a run', async () => {
  const { hour, path } = await hourly('moved');
  const to = new Date(Date.parse(hour(0)) + 90_000).toISOString();
  const moved = await admin.post(`${path}/move`, { scheduledAt: hour(0), to });
  expect(moved.json()).toMatchObject({
    nextRunAt: to,
    exceptions: [{ kind: 'move', at: hour(0), to, reason: null }],
  });
  const at = new Date(Date.parse(hour(0)) - 60_000).toISOString();
  const planned = await admin.post(`${path}/run`, { at });
  expect([planned.status, planned.json()]).toMatchObject([200, { nextRunAt: at }]);
  const range = `?from=${at}&to=${hour(1)}`;
  const { items, notes } = (await admin.get(`${path}/occurrences${range}`)).json() as {
    items: object[];
    notes: string[];
  };
  expect(items).toMatchObject([
    { scheduledAt: at, fate: 'pending', isOfThisRule: true },
    { scheduledAt: hour(0), fate: 'not-in-effect', reason: 'moved' },
    { scheduledAt: to, fate: 'pending', isOfThisRule: true },
  ]);
  expect(notes).toEqual([
    `One run was planned at ${at} (UTC) by hand.`,
    `One run was moved from ${hour(0)} to ${to} (UTC) by hand.`,
  ]);
});

it('skips the next run outside of blackout windows, and plans none into them', async () => {
  const { id, hour, path } = await hourly('blacked-out');
  const [from, to] = [hour(0).slice(0, 13), hour(2).slice(0, 13)];
  const dates = [{ from: `${from}:00`, to: `${to}:00` }]; // the next two runs fall into it
  const json = { timezone: 'UTC', dates };
  expect((await admin.send({ method: 'PUT', path: '/api/blackouts/morning', json })).status).toBe(200);
  const version = ((await admin.get(path)).json() as ScheduleItem).version;
  const referring = await admin.patch(path, { version, blackouts: ['morning'] });
  const next = Date.parse((referring.json() as ScheduleItem).nextRunAt ?? '');
  expect(next).toBeGreaterThan(Date.parse(hour(1)));

  const into = await admin.post(`${path}/run`, { at: hour(1).slice(0, 13) + ':00:01.000Z' });
  expect([into.status, errorOf(into).message]).toEqual([422, expect.stringContaining('blackout windows')]);

  const skipped = await admin.post('/api/schedules/actions', { action: 'skip-next', ids: [id] });
  expect(skipped.json()).toMatchObject({ changed: 1, refused: [] });
  expect((await admin.get(path)).json()).toMatchObject({
    nextRunAt: new Date(next + 3_600_000).toISOString(),
    exceptions: [{ kind: 'skip', at: new Date(next).toISOString() }],
  });
});

it('says which exceptions another trigger voids', async () => {
  const { hour, path } = await hourly('voided');
  await admin.post(`${path}/skip`, { scheduledAt: hour(3) });
  const other = await admin.patch(path, { version: 2, intervalValue: 7 });
  expect(other.json()).toMatchObject({ exceptions: null, voidedExceptions: [{ kind: 'skip', at: hour(3) }] });
  const same = await admin.patch(path, { version: 3, maxRetries: 1 });
  expect(same.json()).not.toHaveProperty('voidedExceptions');
});

it('names what is wrong with a request', async () => {
  const { hour, path } = await hourly('wrong');
  const between = new Date(Date.parse(hour(0)) + 1_000).toISOString();
  const issuesOf = async (verb: string, body: object) =>
    errorOf(await admin.post(`${path}/${verb}`, body)).issues?.map((issue) => issue.path);
  expect(await issuesOf('skip', { scheduledAt: between })).toEqual(['scheduledAt']);
  expect(await issuesOf('skip', {})).toEqual(['scheduledAt']);
  expect(await issuesOf('skip', { scheduledAt: hour(0), why: 1 })).toEqual(['why']);
  expect(await issuesOf('move', { scheduledAt: hour(0), to: hour(1) })).toEqual(['to']);
  expect(await issuesOf('run', { at: hour(0) })).toEqual(['at']);
  expect(await issuesOf('run', { at: between, params: {} })).toEqual(['params']);
  const unknown = await admin.post('/api/schedules/nobody/skip', { scheduledAt: hour(0) });
  expect(unknown.status).toBe(404);
});
