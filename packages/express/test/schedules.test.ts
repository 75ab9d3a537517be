import type { ScheduleItem } from '@zenpulse/contract';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, cronBody, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin({ options: { timezone: 'Asia/Dhaka' } });
});
afterAll(() => admin.close());

describe('POST /api/schedules', () => {
  it('answers 201 with every field of the row, the defaults filled in', async () => {
    const answer = await admin.post('/api/schedules', intervalBody('defaults'));
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const item = answer.json() as ScheduleItem;
    expect(item).toStrictEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      jobKey: 'defaults',
      variant: '',
      enabled: true,
      triggerType: 'interval',
      intervalValue: 30,
      intervalUnit: 'seconds',
      anchorAt: expect.stringMatching(/T\d\d:\d\d:\d\d\.000Z$/),
      cronMinute: '*',
      cronHour: '*',
      cronDay: '*',
      cronMonth: '*',
      cronDayOfWeek: '*',
      timezone: 'Asia/Dhaka',
      maxInstances: 1,
      coalesce: true,
      misfireGraceTime: 60,
      logPolicy: 'failures',
      timeoutSeconds: null,
      maxRetries: 0,
      params: {},
      onAmbiguous: 'skip',
      note: null,
      pausedFrom: null,
      exceptions: null,
      pausedUntil: null,
      pauseReason: null,
      owner: null,
      runbookUrl: null,
      blackouts: null,
      version: 1,
      effectiveFrom: expect.stringMatching(ISO),
      createdAt: expect.stringMatching(ISO),
      updatedAt: expect.stringMatching(ISO),
      nextRunAt: expect.stringMatching(ISO),
      lastRun: null,
      description: 'Every 30 seconds',
      registered: null,
      problems: [],
      state: 'never-ran',
      failingSince: null,
      typicalMs: null,
      recent: [],
    });
    expect(item.nextRunAt).toBe(new Date(Date.parse(item.anchorAt) + 30_000).toISOString());
  });

  it('stores every field that a person may set', async () => {
    const body: ScheduleFields = {
      jobKey: 'all-fields',
      triggerType: 'cron',
      variant: 'night',
      enabled: false,
      intervalValue: 5,
      intervalUnit: 'weeks',
      cronMinute: '*/15',
      cronHour: '9-17',
      cronDay: '1,15',
      cronMonth: 'jan-mar',
      cronDayOfWeek: 'mon-fri',
      timezone: 'Europe/Berlin',
      maxInstances: 1000,
      coalesce: false,
      misfireGraceTime: null,
      logPolicy: 'none',
      timeoutSeconds: 604_800,
      maxRetries: 100,
      params: { to: ['a', 1, null, { b: true }] },
      onAmbiguous: 'run',
      note: 'Ann asked for it',
      pausedUntil: '2030-01-01T00:00:00.000Z',
      pauseReason: 'the warehouse moves',
      owner: 'Ann',
      runbookUrl: 'https://wiki.example.com/report',
      blackouts: ['month-end'],
    };
    const { id } = await createdSchedule(admin, body);
    const read = await admin.get(`/api/schedules/${id}`);
    expect(read.status).toBe(200);
    expect(read.json()).toMatchObject({ ...body, nextRunAt: null });
  });

  it('takes the longest interval: 366 days', async () => {
    const item = await createdSchedule(
      admin,
      intervalBody('longest', { intervalValue: 366 * 86_400, intervalUnit: 'seconds' }),
    );
    expect(item.intervalValue).toBe(31_622_400);
  });

  it('refuses a second schedule for the same job and takes one of another variant', async () => {
    await createdSchedule(admin, intervalBody('twice'));
    const second = await admin.post('/api/schedules', intervalBody('twice'));
    expect(second.status).toBe(409);
    expect(errorOf(second)).toMatchObject({
      code: 'schedule_exists',
      message: expect.stringContaining('"twice"'),
    });
    const variant = await admin.post('/api/schedules', intervalBody('twice', { variant: 'eu' }));
    expect(variant.status).toBe(201);
    const third = await admin.post('/api/schedules', intervalBody('twice', { variant: 'eu' }));
    expect([third.status, errorOf(third).code]).toEqual([409, 'schedule_exists']);
  });

  it('creates one schedule when several requests for the same job arrive together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => admin.post('/api/schedules', intervalBody('at-once'))),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array<number>(7).fill(409),
    ]);
  });
});

describe('PATCH /api/schedules/:id', () => {
  it('changes what is named, leaves the rest and raises the version', async () => {
    const before = await createdSchedule(admin, intervalBody('patched', { params: { a: 1 } }));
    const answer = await admin.patch(`/api/schedules/${before.id}`, { version: 1, maxInstances: 3 });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      ...before,
      maxInstances: 3,
      version: 2,
      updatedAt: expect.stringMatching(ISO),
      nextRunAt: expect.stringMatching(ISO),
    });
  });

  it('takes a pause with its reason, and ends it', async () => {
    const { id } = await createdSchedule(admin, intervalBody('paused'));
    const pause = { pausedUntil: '2100-01-01T01:00:00+01:00', pauseReason: ' the warehouse moves ' };
    const paused = await admin.patch(`/api/schedules/${id}`, { version: 1, ...pause });
    expect(paused.json()).toMatchObject({
      pausedUntil: '2100-01-01T00:00:00.000Z',
      pauseReason: 'the warehouse moves',
      pausedFrom: expect.stringMatching(/Z$/),
    });
    const resumed = await admin.patch(`/api/schedules/${id}`, { version: 2, pausedUntil: null });
    expect(resumed.json()).toMatchObject({ pausedUntil: null, pauseReason: null, pausedFrom: null });
  });

  it('takes a note, and moves neither anchor nor start for it', async () => {
    const { id, anchorAt, effectiveFrom } = await createdSchedule(admin, intervalBody('noted'));
    const noted = await admin.patch(`/api/schedules/${id}`, { version: 1, note: ' Ann asked for it ' });
    expect(noted.json()).toMatchObject({ note: 'Ann asked for it', version: 2, anchorAt, effectiveFrom });
    await admin.patch(`/api/schedules/${id}`, { version: 2, note: '' });
    expect((await admin.get(`/api/schedules/${id}`)).json()).toMatchObject({ note: null, version: 3 });
  });

  it('refuses a version that is no longer the newest', async () => {
    const { id } = await createdSchedule(admin, intervalBody('stale'));
    await admin.patch(`/api/schedules/${id}`, { version: 1, enabled: false });
    const late = await admin.patch(`/api/schedules/${id}`, { version: 1, enabled: true });
    expect([late.status, errorOf(late).code]).toEqual([409, 'stale_version']);
    expect((await admin.get(`/api/schedules/${id}`)).json()).toMatchObject({ enabled: false, version: 2 });
  });

  it('lets one of several simultaneous editors through', async () => {
    const { id } = await createdSchedule(admin, intervalBody('editors'));
    const answers = await Promise.all(
      [2, 3, 4, 5].map((maxInstances) => admin.patch(`/api/schedules/${id}`, { version: 1, maxInstances })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  });

  it('wants the version', async () => {
    const { id } = await createdSchedule(admin, intervalBody('versionless'));
    const answer = await admin.patch(`/api/schedules/${id}`, { enabled: false });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).issues).toEqual([
      { path: 'version', message: 'expected the version the schedule was read at, got nothing' },
    ]);
  });

  it('refuses a job key that another schedule has', async () => {
    await createdSchedule(admin, intervalBody('taken'));
    const { id } = await createdSchedule(admin, intervalBody('renamed'));
    const answer = await admin.patch(`/api/schedules/${id}`, { version: 1, jobKey: 'taken' });
    expect([answer.status, errorOf(answer).code]).toEqual([409, 'schedule_exists']);
  });

  it('judges the whole row that results', async () => {
    const { id } = await createdSchedule(admin, cronBody('whole'));
    const answer = await admin.patch(`/api/schedules/${id}`, { version: 1, triggerType: 'interval' });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).issues?.map(({ path }) => path)).toEqual(['intervalValue', 'intervalUnit']);
  });
});

describe('DELETE /api/schedules/:id', () => {
  it('answers 204 without a body, once', async () => {
    const { id } = await createdSchedule(admin, intervalBody('deleted'));
    const answer = await admin.delete(`/api/schedules/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await admin.get(`/api/schedules/${id}`)).status).toBe(404);
    expect((await admin.delete(`/api/schedules/${id}`)).status).toBe(404);
  });
});

describe('POST /api/schedules/:id/run', () => {
  it('answers 202 with the id of the run, and a runner finds the request', async () => {
    const { id } = await createdSchedule(admin, intervalBody('by-hand', { enabled: false }));
    const answer = await admin.post(`/api/schedules/${id}/run`);
    expect(answer.status).toBe(202);
    const { runId } = answer.json() as { runId: string };
    expect(await admin.backend.runRequests.claim('runner-1')).toEqual([
      { id: runId, scheduleId: id, requestedAt: expect.any(Number) as number },
    ]);
  });

  it('takes params for this run', async () => {
    const { id } = await createdSchedule(admin, intervalBody('with-params', { params: { to: 'all' } }));
    const params = { to: ['a', null], dryRun: true };
    expect((await admin.post(`/api/schedules/${id}/run`, { params })).status).toBe(202);
    expect((await admin.post(`/api/schedules/${id}/run`, { params: {} })).status).toBe(202);
    const requests = await admin.backend.runRequests.claim('runner-1');
    expect(requests.map((request) => request.params)).toEqual([params, {}]);
  });

  it.each([
    [{ to: 'all' }, 'to', /unknown field/],
    [{ params: [] }, 'params', /expected a JSON object/],
    [{ params: 'x' }, 'params', /expected a JSON object/],
    [{ params: null }, 'params', /expected a JSON object/],
    [{ params: { text: 'x'.repeat(20_000) } }, 'params', /at most 16384 characters/],
    [[], '', /expected a JSON object/],
  ])('refuses %j with the field that is wrong', async (body, path, message) => {
    const { id } = await createdSchedule(admin, intervalBody('with-wrong-params'));
    const answer = await admin.post(`/api/schedules/${id}/run`, body);
    expect(answer.status).toBe(422);
    const [issue] = errorOf(answer).issues ?? [];
    expect(issue).toEqual({ path, message: expect.stringMatching(message) as string });
    expect(await admin.backend.runRequests.claim('runner-1')).toEqual([]);
    await admin.delete(`/api/schedules/${id}`);
  });

  it('takes an empty object as no body', async () => {
    const { id } = await createdSchedule(admin, intervalBody('with-body'));
    expect((await admin.post(`/api/schedules/${id}/run`, {})).status).toBe(202);
  });
});

describe('an id that does not exist', () => {
  const paths = [
    'nothing-here',
    '00000000-0000-7000-8000-000000000000',
    '%',
    '%zz',
    '%C3%28',
    '%00',
    '..%2f..',
    "'; --",
  ];

  it.each(paths)('%j is a 404 in JSON for every method', async (id) => {
    const path = `/api/schedules/${id.replaceAll(' ', '%20')}`;
    const answers = [
      await admin.get(path),
      await admin.patch(path, { version: 1 }),
      await admin.delete(path),
      await admin.post(`${path}/run`),
    ];
    for (const answer of answers) expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
  });
});
