import type { ErrorGroup, Overview, Page, ScheduleItem, SchedulePage, Stats } from '@zenpulse/contract';
import {
  NO_RUN_INSTANTS,
  recentText,
  rollupOf,
  summedRollup,
  type RecentOccurrence,
} from '@zenpulse/core/domain';
import { silentLogger } from '@zenpulse/core/ports';
import { connect, migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const HOUR = 3_600_000;

let admin: RunningAdmin;
afterEach(() => admin.close());

/** What a runner writes of five runs of the last hours, the last of which failed. */
async function counted(scheduleId: string, jobKey: string, database: string): Promise<void> {
  const settings = await resolveSettings({ database, stateDir: admin.stateDir }, {}, admin.folder);
  const backend = await connect(settings, systemClock, silentLogger);
  const now = backend.clock.now();
  const occurrences = [5, 4, 3, 2, 1].map((hours): RecentOccurrence => ({
    status: hours === 1 ? 'fail' : 'success',
    scheduledAt: Math.floor(now / 1_000) * 1_000 - hours * HOUR + 30_000,
    durationMs: hours * 100,
    attempts: hours === 1 ? 2 : 1,
    origin: 'schedule',
    count: 1,
    isGuess: false,
  }));
  const last = occurrences.at(-1)?.scheduledAt ?? now;
  const lastRun = { runId: 'r', status: 'fail', scheduledAt: last, runTime: last, durationMs: 100 } as const;
  const instants = { ...NO_RUN_INSTANTS, lastStartedAt: last, lastFailedAt: last, failingSince: last };
  const error = { jobKey, exceptionType: 'TypeError', message: 'x is no function', lastExecutionId: null };
  await backend.stats.add(
    [{ scheduleId, runs: 5, failures: 1, missed: 0, skipped: 0, lastRun, ...instants }],
    { writer: `writer of ${scheduleId}`, number: 1 },
    {
      recent: [{ scheduleId, text: occurrences.map(recentText).join(''), isOlder: false }],
      rollup: summedRollup(occurrences.flatMap((one) => rollupOf(scheduleId, one, 1))),
      errors: [
        {
          ...error,
          fingerprint: `of-${jobKey}`,
          count: 2,
          firstAt: last,
          lastAt: last,
          lastScheduleId: scheduleId,
        },
      ],
    },
  );
  await backend.close();
}

async function json<T>(path: string): Promise<T> {
  const answer = await admin.get(path);
  expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
  return answer.json() as T;
}

/** The same on every database. */
async function showsTheFigures(database: string): Promise<void> {
  const failing = await createdSchedule(admin, intervalBody('a'));
  const fresh = await createdSchedule(admin, intervalBody('b'));
  await counted(failing.id, 'a', database);

  const one = await json<ScheduleItem>(`/api/schedules/${failing.id}`);
  expect(one).toMatchObject({ typicalMs: 350, state: 'failing' });
  expect(one.recent?.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
    'success 1',
    'success 1',
    'success 1',
    'success 1',
    'fail 2',
  ]);
  expect(await json(`/api/schedules/${fresh.id}`)).toMatchObject({ typicalMs: null, recent: [] });

  const plain = await json<SchedulePage>('/api/schedules');
  expect(plain.items.map((item) => [item.typicalMs, item.recent])).toEqual([
    [350, undefined],
    [null, undefined],
  ]);
  for (const include of ['include=recent,counts', 'include=recent&include=counts']) {
    const page = await json<SchedulePage>(`/api/schedules?${include}`);
    expect(page.items.map((item) => item.recent?.length)).toEqual([5, 0]);
    expect(page.counts).toMatchObject({ total: 2, failing: 1 });
  }

  const keys = async (query: string) =>
    (await json<SchedulePage>(`/api/schedules?${query}`)).items.map(({ jobKey }) => jobKey);
  expect([await keys('sort=lastRunAt'), await keys('sort=-lastRunAt')]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  const [inOrder, reversed] = [await keys('sort=nextRunAt'), await keys('sort=-nextRunAt')];
  expect(reversed).toEqual(inOrder.toReversed());
  const first = await json<SchedulePage>('/api/schedules?sort=nextRunAt&limit=1');
  expect(await keys(`sort=nextRunAt&limit=1&cursor=${first.nextCursor ?? ''}`)).toHaveLength(1);

  const hours = await json<Stats>('/api/stats');
  expect(hours.buckets.map(({ success, fail }) => success + fail)).toEqual([1, 1, 1, 1, 1]);
  const median = hours.buckets[0]?.p50 ?? 0;
  expect(median).toBeGreaterThan(400);
  expect(median).toBeLessThan(620);
  const days = await json<Stats>(`/api/stats?step=day&scheduleId=${failing.id}`);
  expect(days.buckets.reduce((sum, { success, fail }) => sum + success + fail, 0)).toBe(5);
  expect((await json<Stats>(`/api/stats?scheduleId=${fresh.id}`)).buckets).toEqual([]);

  const errors = await json<Page<ErrorGroup>>('/api/errors?jobKey=a');
  expect(errors).toMatchObject({
    items: [{ fingerprint: 'of-a', exceptionType: 'TypeError', count: 2, lastScheduleId: failing.id }],
    nextCursor: null,
  });
  expect((await json<Page<ErrorGroup>>('/api/errors?jobKey=b')).items).toEqual([]);
  await counted(fresh.id, 'b', database);
  const page = await json<Page<ErrorGroup>>('/api/errors?limit=1');
  const rest = await json<Page<ErrorGroup>>(`/api/errors?limit=1&cursor=${page.nextCursor ?? ''}`);
  expect([...page.items, ...rest.items].map(({ jobKey }) => jobKey).toSorted()).toEqual(['a', 'b']);

  const overview = await json<Overview>('/api/overview');
  expect(overview.attention.failing).toHaveLength(2);
  expect(overview.attention.errors).toHaveLength(2);
  expect(overview.hours.reduce((sum, { fail }) => sum + fail, 0)).toBe(2);
  expect(overview).toMatchObject({ counts: { total: 2, failing: 2 }, runners: { active: null }, next: [] });
}

describe('figures on SQLite', () => {
  it('are shown by lists, one schedule, statistics, groups of errors and the overview', async () => {
    admin = await startAdmin();
    await showsTheFigures(`file:${admin.folder}/zenpulse.db`);
  });

  it.each([
    ['/api/stats?step=week', 'step'],
    ['/api/stats?from=yesterday', 'from'],
    ['/api/stats?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
    ['/api/stats?from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z', 'to'],
    ['/api/stats?unknown=1', 'unknown'],
    ['/api/errors?limit=0', 'limit'],
    ['/api/errors?cursor=e30', 'cursor'],
    ['/api/errors?from=1', 'from'],
    ['/api/schedules?include=all', 'include.0'],
    ['/api/schedules?include=counts,', 'include.1'],
    ['/api/schedules?sort=typical', 'sort'],
  ])('refuses %s, and names %s', async (path, where) => {
    admin = await startAdmin();
    const answer = await admin.get(path);
    expect([answer.status, errorOf(answer).code, errorOf(answer).issues?.[0]?.path]).toEqual([
      422,
      'validation_failed',
      where,
    ]);
  });
});

describeOnServers('figures', (database) => {
  it('are shown by lists, one schedule, statistics, groups of errors and the overview', async () => {
    const { url } = database.place('figures');
    admin = await startAdmin({ options: { database: url } });
    await migrate(await resolveSettings({ database: url }, {}, admin.folder), systemClock, silentLogger);
    await showsTheFigures(url);
  });
});
