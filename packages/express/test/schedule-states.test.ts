import type { ScheduleCounts, ScheduleItem, SchedulePage } from '@zenpulse/contract';
import { NO_RUN_INSTANTS, type RunInstants } from '@zenpulse/core/domain';
import type { RunnerSnapshot } from '@zenpulse/core/ports';
import { sqlByHand } from '@zenpulse/store/testing/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot, T0 } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const failed = (at: number): RunInstants => ({
  ...NO_RUN_INSTANTS,
  lastStartedAt: at,
  lastFailedAt: at,
  failingSince: at,
});
const succeeded = (at: number): RunInstants => ({
  ...NO_RUN_INSTANTS,
  lastStartedAt: at,
  lastSuccessAt: at,
});

/** Job and what the counters in the store say of it; null: nothing. */
const STORED: Readonly<Record<string, RunInstants | null>> = {
  damaged: failed(T0),
  unregistered: failed(T0),
  disabled: failed(T0),
  running: { ...failed(T0), lastMissedAt: T0 + 1 },
  retrying: failed(T0),
  failing: { ...failed(T0 + 9), failingSince: T0 + 2, lastMissedAt: T0 + 20 },
  'failing-by-report': succeeded(T0),
  'recovered-by-report': failed(T0),
  missed: { ...succeeded(T0), lastMissedAt: T0 + 1 },
  'never-ran': null,
  ok: succeeded(T0),
};

let admin: RunningAdmin;
const ids = new Map<string, string>();
const idOf = (jobKey: string) => ids.get(jobKey) ?? '';

beforeAll(async () => {
  admin = await startAdmin();
  for (const jobKey of Object.keys(STORED)) {
    ids.set(
      jobKey,
      (await createdSchedule(admin, intervalBody(jobKey, { enabled: jobKey !== 'disabled' }))).id,
    );
  }
  const deltas = Object.entries(STORED).flatMap(([jobKey, instants]) =>
    instants === null ? [] : [{ ...counted(idOf(jobKey)), ...instants }],
  );
  await admin.backend.stats.add(deltas, { writer: 'runner-1', number: 1 });
  const byHand = await sqlByHand(`${admin.folder}/zenpulse.db`);
  await byHand.run(`UPDATE "zenpulse_schedule_config" SET "max_instances" = -1 WHERE "job_key" = 'damaged'`);
  await byHand.close();
});
afterAll(() => admin.close());

function counted(scheduleId: string) {
  const lastRun = { runId: 'r', status: 'success', scheduledAt: T0, runTime: T0, durationMs: 1 } as const;
  return { scheduleId, runs: 1, failures: 0, missed: 0, skipped: 0, lastRun };
}

const report = async (changes: Partial<RunnerSnapshot>) =>
  (await admin.backend.runners.open('runner-1')).write(runnerSnapshot(changes));

const counts = async () => (await admin.get('/api/schedules/counts')).json() as ScheduleCounts;

async function keys(query: string): Promise<string[]> {
  const answer = await admin.get(`/api/schedules?${query}`);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  const { items, total } = answer.json() as SchedulePage;
  expect(items).toHaveLength(Math.min(total, 50));
  return items.map(({ jobKey }) => jobKey);
}

describe('before a runner has reported', () => {
  it('what only runners know is not claimed', async () => {
    expect(await counts()).toEqual({
      total: 11,
      failing: 6, // those of disabled rows are none
      missed: 3,
      running: 0,
      paused: 0,
      disabled: 1,
      unregistered: 0,
      damaged: 1,
      neverRan: 1,
    });
    expect(await keys('is=unregistered')).toEqual([]);
    expect(await keys('is=running')).toEqual([]);
  });
});

describe('while a runner reports', () => {
  beforeAll(() =>
    report({
      jobs: Object.keys(STORED)
        .filter((jobKey) => jobKey !== 'unregistered')
        .map((jobKey) => ({ jobKey, definedAt: 'jobs.js:1', declared: null })),
      runningNow: [reportedRun('running', T0 + 30)],
      retrying: [idOf('retrying')],
      freshInstants: {
        [idOf('failing-by-report')]: failed(T0 + 40),
        [idOf('recovered-by-report')]: succeeded(T0 + 40),
      },
    }),
  );

  function reportedRun(jobKey: string, startedAt: number) {
    const run = { runId: 'r-2', scheduleId: idOf(jobKey), jobKey, origin: 'schedule' as const };
    return { ...run, scheduledAt: T0, coalescedCount: 1, startedAt, timedOutAt: null, cancelledAt: null };
  }

  it('each item has the first state that holds, in the list and alone', async () => {
    const { items } = (await admin.get('/api/schedules')).json() as { items: ScheduleItem[] };
    expect(Object.fromEntries(items.map(({ jobKey, state }) => [jobKey, state]))).toEqual({
      damaged: 'damaged',
      unregistered: 'unregistered',
      disabled: 'disabled',
      running: 'running',
      retrying: 'retrying',
      failing: 'failing',
      'failing-by-report': 'failing',
      'recovered-by-report': 'ok',
      missed: 'missed',
      'never-ran': 'never-ran',
      ok: 'ok',
    });
    for (const { id, state, failingSince } of items) {
      const alone = (await admin.get(`/api/schedules/${id}`)).json() as ScheduleItem;
      expect([alone.state, alone.failingSince]).toEqual([state, failingSince]);
    }
  });

  it('says since when a schedule fails, and of one that does not fail nothing', async () => {
    const { items } = (await admin.get('/api/schedules?is=failing')).json() as { items: ScheduleItem[] };
    const since = Object.fromEntries(items.map(({ jobKey, failingSince }) => [jobKey, failingSince]));
    expect(since).toMatchObject({ failing: iso(T0 + 2), 'failing-by-report': iso(T0 + 40) });
    const { failingSince } = (await admin.get(`/api/schedules/${idOf('ok')}`)).json() as ScheduleItem;
    expect(failingSince).toBeNull();
  });

  it.each([
    ['failing', ['damaged', 'failing', 'failing-by-report', 'running', 'unregistered']],
    ['missed', ['failing', 'missed']],
    ['running', ['running']],
    ['disabled', ['disabled']],
    ['unregistered', ['unregistered']],
    ['damaged', ['damaged']],
    ['never-ran', ['never-ran']],
  ])('lists those that are %s, each test by itself', async (is, found) => {
    expect(await keys(`is=${is}`)).toEqual(found);
    expect(await keys(`is=${is}&sort=-jobKey`)).toEqual(found.toReversed());
  });

  it('goes with search, other filters, pages and total', async () => {
    expect(await keys('is=failing&search=REPORT')).toEqual(['failing-by-report']);
    expect(await keys('is=disabled&enabled=true')).toEqual([]);
    const first = (await admin.get('/api/schedules?is=failing&limit=2')).json() as SchedulePage;
    expect([first.items.length, first.total]).toEqual([2, 5]);
    const next = await admin.get(`/api/schedules?is=failing&limit=2&cursor=${first.nextCursor}`);
    expect((next.json() as SchedulePage).items.map(({ jobKey }) => jobKey)).toEqual([
      'failing-by-report',
      'running',
    ]);
  });

  it('counts each test, alone and with a list that asks for it, whatever the list is filtered by', async () => {
    const expected = {
      total: 11,
      failing: 5,
      missed: 2,
      running: 1,
      paused: 0,
      disabled: 1,
      unregistered: 1,
      damaged: 1,
      neverRan: 1,
    };
    expect(await counts()).toEqual(expected);
    const page = (await admin.get('/api/schedules?include=counts&is=missed&search=x')).json() as SchedulePage;
    expect([page.counts, page.total]).toEqual([expected, 0]);
  });

  it('notices a row that is repaired and one that breaks after the first look', async () => {
    const { version } = (await admin.get(`/api/schedules/${idOf('damaged')}`)).json() as ScheduleItem;
    expect(
      (await admin.patch(`/api/schedules/${idOf('damaged')}`, { version, maxInstances: 1 })).status,
    ).toBe(200);
    expect(await keys('is=damaged')).toEqual([]);
    const byHand = await sqlByHand(`${admin.folder}/zenpulse.db`);
    await byHand.run(`UPDATE "zenpulse_schedule_config" SET "timezone" = 'Nowhere' WHERE "job_key" = 'ok'`);
    await byHand.close();
    expect(await keys('is=damaged')).toEqual(['ok']);
    expect((await counts()).damaged).toBe(1);
  });
});

it.each(['ok', 'retrying', 'FAILING', ''])('does not know is=%s', async (is) => {
  const answer = await admin.get(`/api/schedules?is=${is}`);
  expect([answer.status, errorOf(answer).issues?.[0]?.path]).toEqual([422, 'is']);
});

it('takes one test, once', async () => {
  const answer = await admin.get('/api/schedules?is=failing&is=missed');
  expect([answer.status, errorOf(answer).issues?.[0]?.path]).toEqual([422, 'is']);
});
