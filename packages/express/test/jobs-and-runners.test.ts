import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallationInfo, JobList, RunnerList, ScheduleItem } from '@zenpulse/contract';
import { NO_RUN_INSTANTS } from '@zenpulse/core/domain';
import type { RunnerSnapshot } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot, T0 } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeEach(async () => {
  admin = await startAdmin();
});
afterEach(() => admin.close());

async function report(more: Partial<RunnerSnapshot> = {}): Promise<void> {
  const snapshot = runnerSnapshot(more);
  await (await admin.backend.runners.open(snapshot.runnerId)).write(snapshot);
}

/** Makes the runner's last heartbeat a minute old. */
async function silence(runnerId: string): Promise<void> {
  const then = Date.now() / 1000 - 60;
  await utimes(join(admin.stateDir, 'runners', runnerId, 'snapshot.json'), then, then);
}

describe('GET /api/runners', () => {
  it('is empty before the first runner', async () => {
    const answer = await admin.get('/api/runners');
    expect([answer.status, answer.json()]).toEqual([200, { items: [], revision: 1 }]);
  });

  it('shows what a runner reports, newest first, and who is alive', async () => {
    const running = {
      runId: 'r',
      scheduleId: 's',
      jobKey: 'j',
      origin: 'schedule' as const,
      scheduledAt: T0,
      coalescedCount: 1,
      startedAt: T0,
      timedOutAt: null,
      cancelledAt: null,
    };
    const overdue = { ...running, runId: 'r-2', timedOutAt: T0 + 60_000 };
    const event = { at: T0 + 2_000, kind: 'clock-step', text: 'The clock went back by 3 s.' };
    const waiting = {
      runId: 'r-3',
      scheduleId: 's',
      jobKey: 'j',
      origin: 'retry' as const,
      scheduledAt: T0,
      attempt: 2,
      dueAt: T0 + 60_000,
      waitsFor: 'retry' as const,
    };
    await report({
      runningNow: [running, overdue],
      waitingNow: [waiting],
      waitingCount: 9,
      isLocking: true,
      epoch: 4,
      stateSince: T0 + 2_000,
      events: [event],
    });
    await report({ runnerId: 'runner-2', startedAt: T0 + 1, revisionAppliedAt: null, revision: null });
    await report({ runnerId: 'runner-3', startedAt: T0 + 2, state: 'stopped' });
    await silence('runner-2');
    const isoTimes = { scheduledAt: '2026-01-31T08:30:00.000Z', startedAt: '2026-01-31T08:30:00.000Z' };
    const { items, revision } = (await admin.get('/api/runners')).json() as RunnerList;
    expect(revision).toBe((await admin.backend.schedules.readRevision()).revision);
    expect(
      items.map(({ runnerId, state, isAlive, isRemovable }) => [runnerId, state, isAlive, isRemovable]),
    ).toEqual([
      ['runner-3', 'stopped', false, false],
      ['runner-2', 'active', false, true],
      ['runner-1', 'active', true, false],
    ]);
    expect(items[1]).toMatchObject({ revision: null, revisionAppliedAt: null });
    const { jobs: _jobs, freshLastRuns: _fresh, ...shown } = runnerSnapshot();
    expect(items[2]).toStrictEqual({
      ...shown,
      isAlive: true,
      isRemovable: false,
      isLocking: true,
      epoch: 4,
      stateSince: '2026-01-31T08:30:02.000Z',
      startedAt: '2026-01-31T08:30:00.000Z',
      heartbeatAt: expect.stringMatching(/Z$/),
      revisionAppliedAt: '2026-01-31T08:30:01.000Z',
      runningNow: [
        { ...running, ...isoTimes },
        { ...overdue, ...isoTimes, timedOutAt: '2026-01-31T08:31:00.000Z' },
      ],
      waitingNow: [{ ...waiting, scheduledAt: isoTimes.scheduledAt, dueAt: '2026-01-31T08:31:00.000Z' }],
      waitingCount: 9,
      events: [{ ...event, at: '2026-01-31T08:30:02.000Z' }],
    });
  });
});

describe('DELETE /api/runners/:runnerId', () => {
  const listed = async () =>
    ((await admin.get('/api/runners')).json() as RunnerList).items.map(({ runnerId }) => runnerId);

  it('takes a dead runner off the list, and leaves its journal to the next one', async () => {
    await report({ runnerId: 'dead' });
    await report({ runnerId: 'alive', startedAt: T0 - 1 });
    const journal = join(admin.stateDir, 'runners', 'dead', 'journal.log');
    await writeFile(journal, 'kept');
    await silence('dead');
    expect((await admin.delete('/api/runners/dead')).status).toBe(204);
    expect(await listed()).toEqual(['alive']);
    expect(await readFile(journal, 'utf8')).toBe('kept');
    const again = await admin.delete('/api/runners/dead');
    expect([again.status, errorOf(again).code]).toEqual([404, 'not_found']);
  });

  it('refuses one that is alive, or has just stopped, and says why', async () => {
    await report({ runnerId: 'alive' });
    await report({ runnerId: 'stopped', state: 'stopped' });
    for (const [runnerId, why] of [
      ['alive', /is alive$/],
      ['stopped', /stopped less than an hour ago/],
    ] as const) {
      const answer = await admin.delete(`/api/runners/${runnerId}`);
      expect([answer.status, errorOf(answer).code]).toEqual([409, 'runner_in_use']);
      expect(errorOf(answer).message).toMatch(why);
    }
    expect(await listed()).toHaveLength(2);
  });

  it.each(['..', '.', '%2e%2e', '..%2F..%2Frunners', 'dead%2F..', "'%20OR%20true--", '%00', '%zz'])(
    'knows names and no paths: %s',
    async (runnerId) => {
      await report({ runnerId: 'dead' });
      await silence('dead');
      const answer = await admin.send({ method: 'DELETE', path: `/api/runners/${runnerId}` });
      expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
      expect(await listed()).toEqual(['dead']);
    },
  );
});

describe('GET /api/jobs', () => {
  it('lists the jobs of living runners by key, each with its schedules', async () => {
    const declared = { jobKey: 'b', triggerType: 'cron' } as const;
    const paramsSchema = { type: 'object', properties: { to: { type: 'string' } } };
    await report({ runnerId: 'dead', jobs: [{ jobKey: 'c', definedAt: 'jobs.ts:3', declared: null }] });
    await silence('dead');
    const { id } = await createdSchedule(admin, intervalBody('a', { variant: 'eu', enabled: false }));
    await report({
      jobs: [
        { jobKey: 'b', definedAt: 'jobs.ts:2', declared, isolation: 'thread', paramsSchema },
        { jobKey: 'a', definedAt: 'jobs.ts:1', declared: null, defaults: { maxInstances: 5 } },
      ],
    });
    const answer = await admin.get('/api/jobs');
    expect(answer.status).toBe(200);
    expect(answer.json() as JobList).toStrictEqual({
      items: [
        {
          jobKey: 'a',
          definedAt: 'jobs.ts:1',
          declared: null,
          defaults: { maxInstances: 5 },
          isolation: 'inline',
          paramsSchema: null,
          schedules: [{ id, variant: 'eu', enabled: false }],
          isRestorable: false,
        },
        {
          jobKey: 'b',
          definedAt: 'jobs.ts:2',
          declared,
          defaults: {},
          isolation: 'thread',
          paramsSchema,
          schedules: [],
          isRestorable: true,
        },
      ],
    });
  });
});

describe('POST /api/schedules for a job whose code has options', () => {
  const defaults = {
    maxInstances: 5,
    logPolicy: 'all',
    params: { a: 1 },
    timezone: 'Asia/Dhaka',
    misfireGraceTime: null,
  } as const;

  it('fills them in where the body leaves a field out', async () => {
    await report({ jobs: [{ jobKey: 'k', definedAt: 'jobs.ts:1', declared: null, defaults }] });
    const created = await createdSchedule(admin, intervalBody('k', { logPolicy: 'none' }));
    expect(created).toMatchObject({ ...defaults, logPolicy: 'none', maxRetries: 0 });
  });

  it('asks the living runner that started last, and no dead one', async () => {
    const jobs = (maxInstances: number) => [
      { jobKey: 'k', definedAt: 'jobs.ts:1', declared: null, defaults: { maxInstances } },
    ];
    await report({ runnerId: 'dead', startedAt: T0 + 9_000, jobs: jobs(9) });
    await silence('dead');
    await report({ runnerId: 'new', startedAt: T0 + 3_000, jobs: jobs(3) });
    await report({ runnerId: 'old', startedAt: T0, jobs: jobs(2) });
    expect(await createdSchedule(admin, intervalBody('k'))).toMatchObject({ maxInstances: 3 });
  });
});

describe('a schedule beside a runner', () => {
  it('says whether a living runner has the job, and null while none is alive', async () => {
    await createdSchedule(admin, intervalBody('known'));
    await createdSchedule(admin, intervalBody('unknown'));
    await report({ jobs: [{ jobKey: 'known', definedAt: 'jobs.ts:1', declared: null }] });
    expect(await registered()).toEqual([true, false]);
    await silence('runner-1');
    expect(await registered()).toEqual([null, null]);
  });

  it('shows the newer of the stored and the reported last run', async () => {
    const { id } = await createdSchedule(admin, intervalBody('known'));
    const stored = {
      runId: 'r-1',
      status: 'success',
      scheduledAt: T0,
      runTime: T0 + 5,
      durationMs: 2.5,
    } as const;
    await admin.backend.stats.add(
      [{ scheduleId: id, runs: 1, failures: 0, missed: 0, skipped: 0, lastRun: stored, ...NO_RUN_INSTANTS }],
      { writer: 'runner-1', number: 1 },
    );
    const shown = ((await admin.get(`/api/schedules/${id}`)).json() as ScheduleItem).lastRun;
    expect(shown).toStrictEqual({
      ...stored,
      scheduledAt: '2026-01-31T08:30:00.000Z',
      runTime: '2026-01-31T08:30:00.005Z',
    });
    await report({ freshLastRuns: { [id]: { ...stored, runId: 'r-2', runTime: T0 + 9 } } });
    expect((await admin.get(`/api/schedules/${id}`)).json()).toMatchObject({ lastRun: { runId: 'r-2' } });
  });

  async function registered(): Promise<unknown[]> {
    const { items } = (await admin.get('/api/schedules')).json() as { items: ScheduleItem[] };
    return items.map((item) => item.registered);
  }
});

describe('GET /api/info', () => {
  it('shows where everything is', async () => {
    const info = (await admin.get('/api/info')).json() as InstallationInfo;
    expect(info).toStrictEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      timezone: expect.any(String) as string,
      timezoneSource: expect.any(String) as string,
      database: `SQLite ${admin.folder}/zenpulse.db`,
      stateDir: admin.stateDir,
      retentionDays: expect.any(Number) as number,
      now: expect.stringMatching(/Z$/),
      actor: { role: 'admin', name: 'local' },
      isReadOnly: false,
      stopped: null,
    });
  });
});
