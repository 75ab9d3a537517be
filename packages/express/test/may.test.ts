import type { ActionsDone, ChangePage, Reverted, ScheduleAction, ScheduleItem } from '@zenpulse/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AskedSchedule, ScheduleActor } from '../src/index.ts';
import { ROUTES } from '../src/routes.ts';
import { createdSchedule, execution, intervalBody, runnerSnapshot } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';
import { sampleReportedRun } from '@zenpulse/core/testing';

type May = (actor: ScheduleActor, action: ScheduleAction, schedule: AskedSchedule) => boolean;

let admin: RunningAdmin;
let may: May;
let asked: [ScheduleAction, string][] = [];
beforeAll(async () => {
  admin = await startAdmin({
    options: {
      authorize: (request) => ({
        role: request.get('x-role') === 'operator' ? 'operator' : 'admin',
        name: 'Ada',
      }),
      may: async (actor, action, schedule) => {
        asked.push([action, schedule.jobKey]);
        return may(actor, action, schedule);
      },
    },
  });
});
afterAll(() => admin.close());
beforeEach(() => {
  may = () => true;
  asked = [];
});

const seen = async (id: string) => (await admin.get(`/api/schedules/${id}`)).json() as ScheduleItem;
const newest = async (scheduleId: string) => {
  const page = (await admin.get(`/api/changes?scheduleId=${scheduleId}`)).json() as ChangePage;
  return page.items[0]?.id ?? '';
};
const AT = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000).toISOString();

interface Case {
  readonly action: ScheduleAction;
  readonly says: RegExp;
  /** The request, once what it is about is there. */
  send(made: ScheduleItem): Promise<{ readonly path: string; readonly json?: object }>;
}

const onSchedule = (rest: string, json?: object) => async (made: ScheduleItem) => ({
  path: `/api/schedules/${made.id}${rest}`,
  ...(json && { json }),
});
const patching = (change: object) => async (made: ScheduleItem) => ({
  path: `/api/schedules/${made.id}`,
  json: { version: made.version, ...change },
});

/** Each request that acts on one schedule, by its route. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  'POST /api/schedules': [
    {
      action: 'create',
      says: /^you may not make a schedule of guarded-\d+ \(second\)$/,
      send: async ({ jobKey }) => ({
        path: '/api/schedules',
        json: intervalBody(jobKey, { variant: 'second' }),
      }),
    },
  ],
  'PATCH /api/schedules/:id': [
    { action: 'edit', says: /^you may not edit guarded-\d+$/, send: patching({ note: 'x' }) },
    { action: 'edit', says: /^you may not edit guarded-\d+$/, send: patching({}) },
    {
      action: 'enable',
      says: /^you may not enable or disable guarded-\d+$/,
      send: patching({ enabled: false }),
    },
    {
      action: 'pause',
      says: /^you may not pause or resume guarded-\d+$/,
      send: patching({ pausedUntil: AT }),
    },
  ],
  'DELETE /api/schedules/:id': [
    { action: 'delete', says: /^you may not delete guarded-\d+$/, send: onSchedule('') },
  ],
  'POST /api/schedules/:id/run': [
    { action: 'run', says: /^you may not run guarded-\d+$/, send: onSchedule('/run') },
    { action: 'run', says: /^you may not run guarded-\d+$/, send: onSchedule('/run', { at: AT }) },
  ],
  'POST /api/schedules/:id/skip': [
    {
      action: 'skip',
      says: /^you may not skip or move runs of guarded-\d+$/,
      send: async ({ id, nextRunAt }) => ({
        path: `/api/schedules/${id}/skip`,
        json: { scheduledAt: nextRunAt },
      }),
    },
  ],
  'POST /api/schedules/:id/move': [
    {
      action: 'skip',
      says: /^you may not skip or move runs of guarded-\d+$/,
      send: async ({ id, nextRunAt }) => ({
        path: `/api/schedules/${id}/move`,
        json: { scheduledAt: nextRunAt, to: AT },
      }),
    },
  ],
  'DELETE /api/schedules/:id/exceptions/:exceptionId': [
    {
      action: 'skip',
      says: /^you may not skip or move runs of guarded-\d+$/,
      send: async ({ id, nextRunAt }) => {
        const skipped = await admin.post(`/api/schedules/${id}/skip`, { scheduledAt: nextRunAt });
        const [exception] = (skipped.json() as ScheduleItem).exceptions ?? [];
        return { path: `/api/schedules/${id}/exceptions/${exception?.id}` };
      },
    },
  ],
  'POST /api/runs/:runId/cancel': [
    {
      action: 'cancel',
      says: /^you may not cancel a run of guarded-\d+$/,
      send: async ({ id }) => {
        const { runId } = (await admin.post(`/api/schedules/${id}/run`)).json() as { readonly runId: string };
        return { path: `/api/runs/${runId}/cancel` };
      },
    },
  ],
  'POST /api/changes/:id/revert': [
    {
      action: 'revert',
      says: /^you may not put back a change of guarded-\d+$/,
      send: async ({ id }) => ({ path: `/api/changes/${await newest(id)}/revert` }),
    },
    {
      action: 'delete', // which is what putting a creation back does
      says: /^you may not delete guarded-\d+$/,
      send: async ({ id }) => ({ path: `/api/changes/${await newest(id)}/revert` }),
    },
    {
      action: 'create',
      says: /^you may not make a schedule of guarded-\d+$/,
      send: async ({ id }) => {
        await admin.delete(`/api/schedules/${id}`);
        return { path: `/api/changes/${await newest(id)}/revert` };
      },
    },
    {
      action: 'edit',
      says: /^you may not edit guarded-\d+$/,
      send: async (made) => {
        await admin.patch(`/api/schedules/${made.id}`, { version: made.version, note: 'x' });
        return { path: `/api/changes/${await newest(made.id)}/revert` };
      },
    },
  ],
};

/** Of many schedules: below. Of none: no rule is asked. */
const OTHERS = [
  'POST /api/schedules/actions',
  'POST /api/preview',
  'DELETE /api/executions',
  'DELETE /api/runners/:runnerId',
  'POST /api/pause',
  'DELETE /api/pause',
  'PUT /api/blackouts/:name',
  'DELETE /api/blackouts/:name',
  'POST /api/tokens',
  'DELETE /api/tokens/:id',
];

describe('a rule for schedules (`may`)', () => {
  it('is asked by each route that acts on a schedule', () => {
    const changing = ROUTES.filter(({ method }) => method !== 'GET').map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect([...Object.keys(CASES), ...OTHERS].toSorted()).toEqual(changing.toSorted());
  });

  let made = 0;
  const guarded = () => createdSchedule(admin, intervalBody(`guarded-${(made += 1)}`));

  describe.each(Object.entries(CASES))('%s', (route, cases) => {
    it.each(cases)('needs "$action"', async ({ action, says, send }) => {
      const [method = ''] = route.split(' ');
      const sent = await send(await guarded());
      const before = await admin.backend.schedules.readRevision();
      may = (_actor, wanted) => wanted !== action;
      const refused = await admin.send({ method, ...sent });
      expect([refused.status, errorOf(refused)]).toEqual([
        403,
        { code: 'not_allowed', message: expect.stringMatching(says) },
      ]);
      expect(await admin.backend.schedules.readRevision()).toEqual(before);
      may = () => true;
      const allowed = await admin.send({ method, ...sent });
      expect(allowed.status, allowed.text).toBeLessThan(300);
    });
  });

  it('is never asked for reading, and hides nothing', async () => {
    const { id } = await guarded();
    asked = [];
    may = () => false;
    for (const path of ROUTES.filter(({ method }) => method === 'GET').map((route) => route.path)) {
      if (['/api/schedules/:id', '/api/events'].includes(path)) continue;
      const answer = await admin.get(path.replace(/:id|:\w+/, id));
      expect(answer.status, path).not.toBe(403);
    }
    expect(asked).toEqual([]);
  });

  it('only narrows the role: what the role refuses is refused before it is asked', async () => {
    const { id } = await guarded();
    asked = [];
    const answer = await admin.send({
      method: 'DELETE',
      path: `/api/schedules/${id}`,
      headers: { 'x-role': 'operator' },
    });
    expect([answer.status, errorOf(answer).code, asked]).toEqual([403, 'forbidden', []]);
  });

  it('is asked about a schedule as it is and as it will be, where it would see a difference', async () => {
    const schedule = await guarded();
    const { id, version, jobKey } = schedule;
    may = (_actor, action, to) => action !== 'edit' || to.jobKey !== 'theirs';
    const stolen = await admin.patch(`/api/schedules/${id}`, { version, jobKey: 'theirs' });
    expect(errorOf(stolen)).toEqual({ code: 'not_allowed', message: 'you may not edit theirs' });
    may = (_actor, _action, { owner }) => owner !== 'Bob';
    expect((await admin.patch(`/api/schedules/${id}`, { version, owner: 'Bob' })).status).toBe(403);
    expect((await seen(id)).version).toBe(version);
    asked = [];
    may = () => true;
    await admin.patch(`/api/schedules/${id}`, { version, owner: 'Bob', enabled: false });
    expect(asked.map(([action]) => action).toSorted()).toEqual(['edit', 'edit', 'enable', 'enable']);
    expect(new Set(asked.map(([, job]) => job))).toEqual(new Set([jobKey]));
  });

  it('knows the schedule of a run that a runner reports, that is recorded, or whose schedule is gone', async () => {
    const { id, jobKey } = await guarded();
    const report = await admin.backend.runners.open('runner-1');
    const running = sampleReportedRun({ runId: 'run-1', scheduleId: id, jobKey });
    const ofGone = sampleReportedRun({ runId: 'run-2', scheduleId: 'gone', jobKey: 'gone-job' });
    await report.write(runnerSnapshot({ runningNow: [running, ofGone] }));
    await admin.backend.executions.append([
      execution('run-3', { scheduleId: 'gone', jobKey: 'recorded-job' }),
    ]);
    may = () => false;
    const says = async (runId: string) => errorOf(await admin.post(`/api/runs/${runId}/cancel`)).message;
    expect(await says('run-1')).toBe(`you may not cancel a run of ${jobKey}`);
    expect(await says('run-2')).toBe('you may not cancel a run of gone-job');
    expect(await says('run-3')).toBe('you may not cancel a run of recorded-job');
    expect(errorOf(await admin.post('/api/runs/run-4/cancel')).code).toBe('not_found');
  });

  it('says in the detail of a schedule what is refused and why, of that which the role allows', async () => {
    const { id, jobKey } = await guarded();
    may = (_actor, action) => action !== 'run' && action !== 'delete';
    expect((await seen(id)).mayNot).toEqual({
      run: `you may not run ${jobKey}`,
      delete: `you may not delete ${jobKey}`,
    });
    const operator = await admin.get(`/api/schedules/${id}`, { 'x-role': 'operator' });
    expect((operator.json() as ScheduleItem).mayNot).toEqual({ run: `you may not run ${jobKey}` });
    may = () => true;
    expect((await seen(id)).mayNot).toEqual({});
  });
});

describe('an action on many schedules under a rule', () => {
  const many = async (prefix: string) => {
    const made: ScheduleItem[] = [];
    for (const name of ['ours', 'theirs', 'ours-too'])
      made.push(await createdSchedule(admin, intervalBody(`${prefix}.${name}`)));
    return made;
  };
  const act = async (body: object) =>
    (await admin.post('/api/schedules/actions', body)).json() as ActionsDone;
  const ofOurs: May = (_actor, _action, { jobKey }) => !jobKey.includes('theirs');

  it.each([
    ['run', {}, 'run'],
    ['disable', {}, 'enable or disable'],
    ['pause', { pausedUntil: AT }, 'pause or resume'],
    ['skip-next', {}, 'skip or move runs of'],
    ['set', { fields: { maxRetries: 2 } }, 'edit'],
    ['delete', {}, 'delete'],
  ])(
    'lists those that it refuses to %s, with the reason, and does the others',
    async (action, more, words) => {
      const made = await many(action);
      may = ofOurs;
      const ids = made.map(({ id }) => id);
      const done = await act({ action, ids, ...more });
      expect(done).toMatchObject({
        changed: 2,
        refused: [{ id: ids[1], code: 'not_allowed', message: `you may not ${words} ${action}.theirs` }],
      });
      expect((await seen(ids[1] ?? '')).version).toBe(1);
    },
  );

  it('refuses what would become another job, and puts back only what it allows', async () => {
    const made = await many('bulk');
    const ids = made.map(({ id }) => id);
    may = ofOurs;
    const moved = await act({
      action: 'set',
      ids: ids.slice(0, 1),
      fields: { jobKey: 'bulk.theirs', variant: 'b' },
    });
    expect(moved.refused).toMatchObject([{ message: 'you may not edit bulk.theirs (b)' }]);
    may = () => true;
    const { changeId } = await act({ action: 'set', ids, fields: { note: 'all' } });
    may = ofOurs;
    const back = (await admin.post(`/api/changes/${changeId}/revert`)).json() as Reverted;
    expect(back).toMatchObject({ changed: 2, refused: [{ id: ids[1], code: 'not_allowed' }] });
    expect((await seen(ids[1] ?? '')).note).toBe('all');
    expect((await seen(ids[0] ?? '')).note).toBeNull();
  });

  it('asks nothing about schedules that are so already', async () => {
    const made = await many('already');
    const ids = made.map(({ id }) => id);
    asked = [];
    may = () => false;
    expect(await act({ action: 'enable', ids })).toMatchObject({ changed: 0, refused: [] });
    expect(asked).toEqual([]);
  });
});

it('a rule that is no function keeps the admin closed, and the log says so', async () => {
  const closed = await startAdmin({ options: { may: 'ours' as never } });
  expect(closed.logged).toEqual([
    'the admin stays closed: may: expected a function such as (actor, action, schedule) => schedule.owner === actor.name, got a string',
  ]);
  expect((await closed.get('/api/schedules')).status).toBe(403);
  await closed.close();
});
