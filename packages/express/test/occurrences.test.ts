import type { OccurrenceList } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, cronBody, execution, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const DAY = 86_400_000;

let admin: RunningAdmin;
let path: string;
beforeAll(async () => {
  admin = await startAdmin();
  const { id } = await createdSchedule(admin, intervalBody('listed', { logPolicy: 'all' }));
  path = `/api/schedules/${id}/occurrences`;
});
afterAll(() => admin.close());

describe('GET /api/schedules/:id/occurrences', () => {
  it('answers for the last 24 hours by default', async () => {
    const answer = await admin.get(path);
    const { from, to, ...list } = answer.json() as OccurrenceList;
    expect(answer.status).toBe(200);
    expect(Date.parse(to) - Date.parse(from)).toBe(DAY);
    expect(Math.abs(Date.now() - Date.parse(to))).toBeLessThan(60_000);
    expect(list).toMatchObject({ timezone: expect.any(String) as string, nextFrom: null });
    const part = (await admin.get(`${path}?to=2026-01-31T08:30:00Z`)).json() as OccurrenceList;
    expect([part.from, part.to]).toEqual(['2026-01-30T08:30:00.000Z', '2026-01-31T08:30:00.000Z']);
  });

  it('lists what is recorded and what is still to come, page by page', async () => {
    const { id, anchorAt } = await createdSchedule(admin, intervalBody('paged', { logPolicy: 'all' }));
    const first = Date.parse(anchorAt) + 30_000;
    const runTime = first + 250;
    await admin.backend.executions.append([
      execution('e-1', { scheduleId: id, jobKey: 'paged', scheduledAt: first, runTime, status: 'success' }),
    ]);
    const iso = (seconds: number) => new Date(first + seconds * 1_000).toISOString();
    const get = async (from: string) =>
      (
        await admin.get(`/api/schedules/${id}/occurrences?from=${from}&to=${iso(150)}&limit=3`)
      ).json() as OccurrenceList;
    const page = await get(iso(0));
    expect(page.items).toStrictEqual([
      {
        scheduledAt: iso(0),
        lastAt: iso(0),
        count: 1,
        fate: 'ran',
        status: 'success',
        reason: null,
        runId: 'e-1',
        hasExecution: true,
        recordedAs: null,
        attempts: 1,
        startedAt: new Date(runTime).toISOString(),
        durationMs: 12.5,
        heldBy: null,
        isOfThisRule: true,
        clockChange: null,
      },
      expect.objectContaining({ scheduledAt: iso(30), fate: 'pending', runId: null }),
      expect.objectContaining({ scheduledAt: iso(60), fate: 'pending' }),
    ]);
    expect(page.nextFrom).toBe(iso(90));
    const rest = await get(page.nextFrom ?? '');
    expect(rest.items.map(({ scheduledAt }) => scheduledAt)).toEqual([iso(90), iso(120)]);
    expect(rest.nextFrom).toBeNull();
  });

  it('says that it was switched off', async () => {
    const { id } = await createdSchedule(admin, cronBody('off', { enabled: false }));
    const list = (await admin.get(`/api/schedules/${id}/occurrences?to=2099-01-01T00:00:00Z`)).json();
    expect(list).toMatchObject({ items: [], counters: { runs: 0, lastRun: null } });
    const range = 'from=2098-12-01T00:00:00Z&to=2099-01-01T00:00:00Z';
    const { items } = (await admin.get(`/api/schedules/${id}/occurrences?${range}`)).json() as OccurrenceList;
    expect(items.length).toBeGreaterThan(3);
    expect(new Set(items.map(({ fate, reason }) => `${fate} ${reason}`))).toEqual(
      new Set(['not-in-effect disabled']),
    );
  });

  it.each([
    ['from=yesterday', 'from', /^expected an instant such as .*, got "yesterday"$/],
    ['to=1767225600', 'to', /^expected an instant/],
    ['from=2026-01-02T00:00:00Z&from=2026-01-03T00:00:00Z', 'from', /^expected an instant/],
    [
      'from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z',
      'to',
      /^expected an instant after `from`.*, got 2026-01-02T/,
    ],
    ['from=2999-01-01T00:00:00Z', 'to', /^expected an instant after `from` \(2999-/],
    ['from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'to', /^expected at most 366 days after `from`/],
    ['limit=0', 'limit', /^expected a whole number from 1 to 1000, got /],
    ['limit=1001', 'limit', /^expected a whole number from 1 to 1000, got 1001$/],
    ['cursor=x', 'cursor', /^unknown field$/],
  ])('refuses ?%s by name', async (query, name, message) => {
    const answer = await admin.get(`${path}?${query}`);
    expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
    expect(errorOf(answer).issues).toEqual([{ path: name, message: expect.stringMatching(message) }]);
  });

  it.each(['nobody', '%zz', '%00'])('answers 404 for the schedule %s', async (id) => {
    const answer = await admin.get(`/api/schedules/${id}/occurrences`);
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
  });

  it('is for reading alone', async () => {
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const answer = await admin.send({ method, path });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
    }
  });
});

describe('who may see the occurrences and the count', () => {
  it.each(['/api/schedules/x/occurrences', '/api/executions/count?status=fail'])(
    'is who may see the rest: %s',
    async (path) => {
      const guarded = await startAdmin({
        options: { authorize: (request) => request.get('x-who') === 'me' },
      });
      try {
        expect((await guarded.get(path)).status).toBe(403);
        expect((await guarded.get(path, { 'x-who': 'me' })).status).not.toBe(403);
      } finally {
        await guarded.close();
      }
    },
  );
});
