import type { ScheduleItem } from '@zenpulse/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const paramsSchema = {
  type: 'object',
  properties: { to: { type: 'string' }, limit: { type: 'integer', minimum: 1 } },
  required: ['to'],
};

let admin: RunningAdmin;
beforeEach(async () => {
  admin = await startAdmin();
  const snapshot = runnerSnapshot({
    jobs: [{ jobKey: 'send-mail', definedAt: 'jobs.ts:1', declared: null, paramsSchema }],
  });
  await (await admin.backend.runners.open(snapshot.runnerId)).write(snapshot);
});
afterEach(() => admin.close());

const fitting = () => createdSchedule(admin, intervalBody('send-mail', { params: { to: 'a' } }));

it('a schedule is not created with params that do not fit what its job declares', async () => {
  for (const params of [undefined, {}, { to: 5, limit: 1 }]) {
    const answer = await admin.post('/api/schedules', intervalBody('send-mail', { params }));
    expect([answer.status, errorOf(answer).issues?.map(({ path }) => path)]).toEqual([422, ['params.to']]);
  }
  expect((await fitting()).params).toEqual({ to: 'a' });
});

it('a schedule is not given such params', async () => {
  const { id, version } = await fitting();
  const answer = await admin.patch(`/api/schedules/${id}`, { version, params: { to: 'a', limit: 0 } });
  expect(answer.status).toBe(422);
  expect(errorOf(answer)).toMatchObject({
    code: 'validation_failed',
    message: expect.stringMatching(/^params\.limit: /) as string,
    issues: [{ path: 'params.limit' }],
  });
  const changed = await admin.patch(`/api/schedules/${id}`, { version, params: { to: 'b' } });
  expect((changed.json() as ScheduleItem).params).toEqual({ to: 'b' });
});

it('a schedule whose params stay is saved though its job declares others since', async () => {
  const { id, version } = await createdSchedule(admin, intervalBody('other'));
  const snapshot = runnerSnapshot({
    jobs: [{ jobKey: 'other', definedAt: 'jobs.ts:1', declared: null, paramsSchema }],
  });
  await (await admin.backend.runners.open(snapshot.runnerId)).write(snapshot);
  const answer = await admin.patch(`/api/schedules/${id}`, { version, enabled: false });
  expect(answer.status).toBe(200);
});

it('a run by hand is not requested with such params', async () => {
  const { id } = await fitting();
  const refused = await admin.post(`/api/schedules/${id}/run`, { params: { limit: 5 } });
  expect([refused.status, errorOf(refused).issues?.map(({ path }) => path)]).toEqual([422, ['params.to']]);
  const accepted = await admin.post(`/api/schedules/${id}/run`, { params: { to: 'b', limit: 5 } });
  expect(accepted.status).toBe(202);
  expect(await admin.backend.runRequests.claim('runner-1')).toMatchObject([
    { params: { to: 'b', limit: 5 } },
  ]);
});
