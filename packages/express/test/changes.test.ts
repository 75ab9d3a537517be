import type { ActionsDone, ChangePage, Reverted, ScheduleItem } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, execution, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

describe('the record of changes', () => {
  let admin: RunningAdmin;
  beforeAll(async () => {
    const authorize = () => ({ role: 'admin' as const, name: 'Ada' });
    admin = await startAdmin({ options: { authorize } });
  });
  afterAll(() => admin.close());

  const changes = async (query: string) => (await admin.get(`/api/changes?${query}`)).json() as ChangePage;
  const revert = async (id: string, body?: object) => admin.post(`/api/changes/${id}/revert`, body);
  const theNewest = async (scheduleId: string) => {
    const [newest] = (await changes(`scheduleId=${scheduleId}`)).items;
    if (newest === undefined) throw new Error('expected a change, got none');
    return newest;
  };
  const edited = async (schedule: ScheduleItem, change: object) =>
    (
      await admin.patch(`/api/schedules/${schedule.id}`, { version: schedule.version, ...change })
    ).json() as ScheduleItem;

  it('names who changed what, and why', async () => {
    const made = await createdSchedule(admin, intervalBody('recorded'));
    const answer = await admin.patch(`/api/schedules/${made.id}?reason=${encodeURIComponent('too often')}`, {
      version: 1,
      intervalValue: 60,
    });
    expect(answer.status).toBe(200);
    const { items } = await changes(`scheduleId=${made.id}`);
    expect(items).toMatchObject([
      { actor: 'Ada', origin: 'admin', action: 'change', reason: 'too often', after: { intervalValue: 60 } },
      { actor: 'Ada', origin: 'admin', action: 'create', reason: null, before: null, jobKey: 'recorded' },
    ]);
    const { anchorAt } = answer.json() as ScheduleItem;
    // The anchor is a whole second, and may still be the same one.
    expect({ anchorAt: made.anchorAt, ...items[0]?.after }).toMatchObject({ anchorAt });
    expect(items[0]?.at).toMatch(/^\d{4}-.*Z$/);
  });

  it('refuses a reason that is too long, and unknown parameters', async () => {
    const { id } = await createdSchedule(admin, intervalBody('reasons'));
    for (const query of [`reason=${'x'.repeat(501)}`, 'why=because']) {
      expect((await admin.send({ method: 'DELETE', path: `/api/schedules/${id}?${query}` })).status).toBe(
        422,
      );
    }
    expect((await admin.get('/api/changes?who=me')).status).toBe(422);
    expect((await admin.get('/api/changes?cursor=x')).status).toBe(422);
  });

  it('comes in pages and by filters', async () => {
    const made = await createdSchedule(admin, intervalBody('paged'));
    let schedule = made;
    for (const maxRetries of [1, 2, 3]) schedule = await edited(schedule, { maxRetries });
    const first = await changes(`scheduleId=${made.id}&limit=3`);
    const second = await changes(`scheduleId=${made.id}&limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ action }) => action)).toEqual([
      'change',
      'change',
      'change',
      'create',
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await changes(`scheduleId=${made.id}&action=create`)).items).toHaveLength(1);
    expect((await changes(`scheduleId=${made.id}&actor=Bob`)).items).toEqual([]);
    expect((await changes(`scheduleId=${made.id}&to=2020-01-01T00:00:00Z`)).items).toEqual([]);
  });

  describe('puts back', () => {
    it('a change, without the fields that it did not touch, and records that', async () => {
      const made = await createdSchedule(admin, intervalBody('put-back'));
      const first = await edited(made, { maxRetries: 3 });
      const change = await theNewest(made.id);
      await edited(first, { note: 'later' });
      const answer = await revert(change.id, { reason: 'was wrong' });
      expect(answer.status).toBe(200);
      const reverted = answer.json() as Reverted;
      expect(reverted).toMatchObject({ changed: 1, schedule: { maxRetries: 0, note: 'later', version: 4 } });
      expect(await theNewest(made.id)).toMatchObject({
        id: reverted.changeId,
        action: 'revert',
        revertOf: change.id,
        reason: 'was wrong',
        before: { maxRetries: 3 },
        after: { maxRetries: 0 },
      });
      expect((await revert(change.id)).json()).toMatchObject({ changed: 0 });
    });

    it('a deletion: the same id, one version on', async () => {
      const made = await createdSchedule(admin, intervalBody('deleted', { note: 'kept' }));
      await admin.delete(`/api/schedules/${made.id}`);
      const answer = (await revert((await theNewest(made.id)).id)).json() as Reverted;
      expect(answer.schedule).toMatchObject({
        id: made.id,
        version: 2,
        note: 'kept',
        anchorAt: made.anchorAt,
      });
      expect(Date.parse(answer.schedule?.effectiveFrom ?? '')).toBeGreaterThanOrEqual(
        Date.parse(made.effectiveFrom),
      );
    });

    it('no deletion whose key and variant are taken', async () => {
      const made = await createdSchedule(admin, intervalBody('taken'));
      await admin.delete(`/api/schedules/${made.id}`);
      const change = await theNewest(made.id);
      await createdSchedule(admin, intervalBody('taken'));
      const answer = await revert(change.id);
      expect([answer.status, errorOf(answer).code]).toEqual([409, 'schedule_exists']);
    });

    it('no change whose field was changed since, and names both values and the later change', async () => {
      const made = await createdSchedule(admin, intervalBody('twice'));
      const first = await edited(made, { maxRetries: 3 });
      const change = await theNewest(made.id);
      await edited(first, { maxRetries: 5 });
      const later = await theNewest(made.id);
      const answer = await revert(change.id);
      expect([answer.status, errorOf(answer).code]).toEqual([409, 'changed_since']);
      expect(errorOf(answer).issues).toEqual([
        { path: 'maxRetries', message: `this change left 3, now it is 5 (change ${later.id} by Ada)` },
      ]);
    });

    it('no run, and nothing that is unknown', async () => {
      const made = await createdSchedule(admin, intervalBody('ran'));
      await admin.post(`/api/schedules/${made.id}/run`);
      const run = await theNewest(made.id);
      expect(run).toMatchObject({ action: 'run', actor: 'Ada', after: { runId: expect.any(String) } });
      expect(errorOf(await revert(run.id)).code).toBe('cannot_put_back');
      expect((await revert('nobody')).status).toBe(404);
    });
  });

  it('has deletions of executions with their filter and count', async () => {
    await admin.backend.executions.append([
      execution('gone-1', { jobKey: 'gone' }),
      execution('gone-2', { jobKey: 'gone' }),
    ]);
    await admin.send({ method: 'DELETE', path: '/api/executions?jobKey=gone' });
    expect((await changes('action=delete-executions')).items).toMatchObject([
      { actor: 'Ada', jobKey: 'gone', after: { jobKey: 'gone', deleted: 2 } },
    ]);
  });

  describe('of an action on many', () => {
    const act = (body: object) => admin.post('/api/schedules/actions', body);
    const done = async (body: object) => (await act(body)).json() as ActionsDone;
    const many = async (prefix: string, count: number) => {
      const made: ScheduleItem[] = [];
      for (let index = 0; index < count; index += 1)
        made.push(await createdSchedule(admin, intervalBody(`${prefix}-${index}`)));
      return made;
    };
    const now = async ({ id }: ScheduleItem) =>
      (await admin.get(`/api/schedules/${id}`)).json() as ScheduleItem;

    it('disables by ids, says what it refused, and puts all back at once', async () => {
      const made = await many('by-id', 3);
      const answer = await done({
        action: 'disable',
        ids: [...made.map(({ id }) => id), 'nobody'],
        reason: 'tonight',
      });
      expect(answer).toMatchObject({
        changed: 3,
        refused: [{ id: 'nobody', code: 'not_found' }],
        nextCursor: null,
      });
      for (const schedule of made) expect(await now(schedule)).toMatchObject({ enabled: false, version: 2 });
      expect(await done({ action: 'disable', ids: made.map(({ id }) => id) })).toMatchObject({ changed: 0 });
      const back = (await revert(answer.changeId)).json() as Reverted;
      expect(back).toMatchObject({ changed: 3, refused: [] });
      for (const schedule of made) {
        const { version, updatedAt, effectiveFrom, ...rest } = await now(schedule);
        expect(rest).toEqual({
          ...schedule,
          version: undefined,
          updatedAt: undefined,
          effectiveFrom: undefined,
          nextRunAt: rest.nextRunAt,
        });
        expect(version).toBe(3);
        expect([updatedAt, effectiveFrom]).toEqual([updatedAt, expect.any(String)]);
      }
    });

    it('acts by filter on as many as were seen, and on no other number', async () => {
      await many('by-filter', 4);
      const filter = { search: 'by-filter' };
      const wrong = await act({ action: 'set', fields: { maxRetries: 2 }, filter, expect: 3 });
      expect([wrong.status, errorOf(wrong).code]).toEqual([409, 'count_differs']);
      expect(await done({ action: 'set', fields: { maxRetries: 2 }, filter, expect: 4 })).toMatchObject({
        changed: 4,
      });
    });

    it('pauses and resumes with a reason', async () => {
      const [made] = await many('paused', 1);
      const ids = [made?.id ?? ''];
      const until = '2040-01-01T00:00:00.000Z';
      await done({ action: 'pause', ids, pausedUntil: until, pauseReason: 'maintenance' });
      expect(await now({ id: ids[0] } as ScheduleItem)).toMatchObject({
        pausedUntil: until,
        pauseReason: 'maintenance',
      });
      await done({ action: 'resume', ids });
      expect(await now({ id: ids[0] } as ScheduleItem)).toMatchObject({
        pausedUntil: null,
        pauseReason: null,
      });
    });

    it('refuses one that would break a rule or take a name, and changes the others', async () => {
      const made = await many('rules', 2);
      const ids = made.map(({ id }) => id);
      const renamed = await done({ action: 'set', fields: { jobKey: 'rules-0' }, ids });
      expect(renamed).toMatchObject({ changed: 0, refused: [{ id: ids[1], code: 'schedule_exists' }] });
      const broken = await done({ action: 'set', fields: { intervalValue: null }, ids });
      expect(broken.refused).toMatchObject([{ code: 'validation_failed' }, { code: 'validation_failed' }]);
    });

    it('runs, deletes, and brings the deleted back', async () => {
      const made = await many('deleted-many', 3);
      const ids = made.map(({ id }) => id);
      expect(await done({ action: 'run', ids })).toMatchObject({ changed: 3 });
      const answer = await done({ action: 'delete', ids });
      expect(answer).toMatchObject({ changed: 3 });
      expect((await revert(answer.changeId)).json()).toMatchObject({ changed: 3, refused: [] });
      for (const schedule of made) expect(await now(schedule)).toMatchObject({ id: schedule.id, version: 2 });
    });

    it.each([
      [{ action: 'disable' }, 'ids'],
      [{ action: 'disable', filter: {} }, 'expect'],
      [{ action: 'explode', ids: ['a'] }, 'action'],
      [{ action: 'set', ids: ['a'] }, 'fields'],
      [{ action: 'pause', ids: ['a'] }, 'pausedUntil'],
      [{ action: 'set', ids: ['a'], fields: { maxRetries: -1 } }, 'maxRetries'],
      [{ action: 'set', ids: ['a'], fields: { nonsense: 1 } }, 'nonsense'],
      [{ action: 'disable', filter: { colour: 'red' }, expect: 1 }, 'filter.colour'],
    ])('refuses %o', async (body, path) => {
      const answer = await act(body);
      expect(answer.status).toBe(422);
      expect(errorOf(answer).issues?.map((issue) => issue.path)).toContainEqual(path);
    });
  });
});
