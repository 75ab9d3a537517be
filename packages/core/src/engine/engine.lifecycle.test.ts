import { describe, expect, it } from 'vitest';
import { DEAD_KEPT_MS } from '../ports/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { BY_TEST, sampleExecution, sampleSnapshot } from '../testing/samples.ts';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';
import { createEngine } from './engine.ts';
import type { JobFunction } from './jobs/job-registry.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;

/** A job that takes `ms` of fake time, and reacts to its signal or not. */
const sleeping =
  (runner: () => TestRunner, ms: number, heeds = false): JobFunction =>
  ({ signal }) =>
    new Promise<void>((resolve, reject) => {
      runner().clock.setTimer(ms, resolve);
      if (heeds) signal.addEventListener('abort', () => reject(signal.reason as Error));
    });

describe('a stop', () => {
  const stopping = async (ms: number, heeds = false, graceSeconds = 30) => {
    const runner: TestRunner = createTestRunner({
      jobs: { 'report.send': sleeping(() => runner, ms, heeds) },
      settings: { graceSeconds },
    });
    await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(11 * SECOND);
    let stoppedAt: number | null = null;
    const stopped = runner.engine.stop().then(() => (stoppedAt = runner.clock.monotonic()));
    return { runner, stopped, stoppedAt: () => (stoppedAt === null ? null : stoppedAt / SECOND) };
  };

  it('waits for what runs, writes it, and fires nothing more', async () => {
    const { runner, stoppedAt } = await stopping(25 * SECOND);
    await runner.clock.advance(60 * SECOND);
    expect(stoppedAt()).toBe(35);
    expect(await runner.executions()).toMatchObject([{ status: 'success', durationMs: 25_000 }]);
  });

  it('aborts jobs that run for longer than the grace; one that reacts to its signal ends at once', async () => {
    const { runner, stoppedAt } = await stopping(MINUTE, true);
    await runner.clock.advance(60 * SECOND);
    expect(stoppedAt()).toBe(41);
    expect(await runner.executions()).toMatchObject([
      {
        status: 'interrupted',
        reason: 'runner-stopped',
        exceptionMessage: 'the runner stops',
        durationMs: 31_000,
      },
    ]);
  });

  it('does not wait for ever for a job that ignores it', async () => {
    const { runner, stoppedAt } = await stopping(10 * MINUTE, false, 1);
    await runner.clock.advance(5 * SECOND);
    expect(stoppedAt()).toBe(14);
    expect(await runner.executions()).toMatchObject([{ status: 'interrupted', reason: 'runner-stopped' }]);
  });

  it('leaves the runs that wait to the next runner, and ends those by hand with a record', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: { 'report.send': sleeping(() => runner, 15 * SECOND) },
      settings: { concurrency: 1 },
    });
    const { id } = await runner.schedule({ ...tenSeconds, intervalValue: 3_600, maxInstances: 2 });
    await runner.schedule({ ...tenSeconds, variant: 'b' });
    await runner.schedule({ ...tenSeconds, variant: 'c' });
    await runner.engine.start();
    await runner.clock.advance(10 * SECOND);
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    void runner.engine.stop();
    await runner.clock.advance(20 * SECOND);
    const statuses = async () =>
      (await runner.executions()).map(({ status, reason }) => `${status}/${reason}`).sort();
    expect(await statuses()).toEqual(['interrupted/runner-stopped', 'success/null']);

    const next: TestRunner = createTestRunner({
      jobs: { 'report.send': () => undefined },
      settings: { runnerId: 'runner-2' },
      beside: runner,
    });
    await next.engine.start();
    await next.clock.advance(500);
    const resumed = (await next.executions()).filter(({ hostname }) => hostname === 'host-1').slice(2);
    expect(resumed.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    expect(
      resumed.map(({ scheduledAt }) => (scheduledAt - REFERENCE_INSTANT) / SECOND).toSorted((a, b) => a - b),
    ).toEqual([10, 30, 30]);
    await next.stop();
  });

  it('starts no retry, neither one that waits nor one of a job that fails meanwhile', async () => {
    let runs = 0;
    const runner: TestRunner = createTestRunner({
      jobs: {
        'report.send': async () => {
          runs += 1;
          await new Promise<void>((resolve) => void runner.clock.setTimer(5 * SECOND, resolve));
          throw new Error('always');
        },
        other: async () => {
          await new Promise<void>((resolve) => void runner.clock.setTimer(20 * SECOND, resolve));
        },
      },
    });
    await runner.schedule({ ...tenSeconds, maxRetries: 9 });
    await runner.schedule({ ...tenSeconds, jobKey: 'other' });
    await runner.engine.start();
    await runner.clock.advance(11 * SECOND);
    void runner.engine.stop();
    await runner.clock.advance(60 * SECOND);
    expect(runs).toBe(1);
  });

  it('starts no run by hand any more; one that was claimed on the way is recorded', async () => {
    const { runner } = await stopping(20 * SECOND);
    await runner.runNow('schedule-0001');
    await runner.clock.advance(60 * SECOND);
    const manual = (await runner.executions()).filter(({ origin }) => origin === 'manual');
    expect(manual.filter(({ status }) => status === 'success')).toEqual([]);
  });

  it('leaves no timer behind, reports itself stopped and gives the lease back', async () => {
    const { runner, stopped } = await stopping(SECOND);
    await runner.clock.advance(5 * SECOND);
    await stopped;
    expect(runner.clock.pendingCount).toBe(0);
    expect(await runner.backend.runners.list()).toMatchObject([{ state: 'stopped', runningNow: [] }]);
    await runner.clock.advance(10 * MINUTE);
    expect(await runner.executions()).toHaveLength(1);
  });

  it('is idempotent, may come before the start, and then nothing starts', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(tenSeconds);
    await Promise.all([runner.engine.stop(), runner.engine.stop()]);
    await runner.engine.start();
    await runner.clock.advance(MINUTE);
    expect(await runner.executions()).toEqual([]);
    expect(runner.clock.pendingCount).toBe(0);
  });

  it('that comes during the start ends it: nothing fires', async () => {
    for (let turns = 0; turns < 30; turns += 1) {
      const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
      await runner.schedule(tenSeconds);
      const started = runner.engine.start();
      for (let i = 0; i < turns; i += 1) await Promise.resolve();
      await Promise.all([runner.engine.stop(), started]);
      await runner.clock.advance(MINUTE);
      expect(await runner.executions(), `after ${turns} turns`).toEqual([]);
      expect(runner.clock.pendingCount, `after ${turns} turns`).toBe(0);
    }
  });

  it('ends although the store is away', async () => {
    const { runner, stopped } = await stopping(SECOND);
    runner.backend.isAway = true;
    await runner.clock.advance(5 * SECOND);
    await stopped;
    expect(runner.clock.pendingCount).toBe(0);
  });
});

describe('a start', () => {
  it('twice is one', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(tenSeconds);
    await Promise.all([runner.engine.start(), runner.engine.start()]);
    await runner.clock.advance(11 * SECOND);
    expect(await runner.executions()).toHaveLength(1);
    await runner.stop();
  });

  it('creates the schedules that code declares once, with the default zone, and never a deleted one', async () => {
    const { clock, backend, logger } = createTestRunner();
    const engine = () =>
      createEngine({
        backend,
        lease: backend.createLease('runner-1', 'locking'),
        clock,
        logger,
        jobs: [
          {
            key: 'declared',
            fn: () => undefined,
            options: { triggerType: 'cron', cronHour: '8', maxInstances: 3 },
            definedAt: 'jobs.ts:1',
          },
          { key: 'plain', fn: () => undefined, options: { maxInstances: 2 }, definedAt: 'jobs.ts:2' },
        ],
        newRunId: () => 'run',
        random: () => 0,
        settings: {
          runnerId: 'runner-1',
          hostname: 'host-1',
          pid: 1,
          version: '0',
          isLocking: false,
          syncEverySeconds: 10,
          concurrency: 1,
          timezone: 'Asia/Dhaka',
          retentionDays: 0,
          graceSeconds: 1,
        },
      });
    const runOnce = async () => {
      const one = engine();
      await one.start();
      await clock.advance(SECOND);
      await one.stop();
    };
    await runOnce();
    await runOnce();
    const { changed } = await backend.schedules.readChanges(null);
    expect(changed).toMatchObject([
      { schedule: { jobKey: 'declared', cronHour: '8', timezone: 'Asia/Dhaka', maxInstances: 3 } },
    ]);
    expect(await backend.runners.list()).toMatchObject([
      {
        jobs: [
          { jobKey: 'declared', declared: { cronHour: '8' }, defaults: { maxInstances: 3 } },
          { jobKey: 'plain', declared: null, defaults: { maxInstances: 2 } },
        ],
      },
    ]);
    await backend.schedules.remove('schedule-0001', BY_TEST);
    await runOnce();
    expect((await backend.schedules.readChanges(null)).changed).toEqual([]);
  });

  it('reports what the runner is and does', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: { 'report.send': sleeping(() => runner, 5 * SECOND) },
    });
    await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(12 * SECOND);
    const [seen] = await runner.backend.runners.list();
    expect(seen).toMatchObject({
      runnerId: 'runner-1',
      state: 'active',
      startedAt: REFERENCE_INSTANT,
      revision: (await runner.backend.schedules.readRevision()).revision,
      runningNow: [{ jobKey: 'report.send', startedAt: REFERENCE_INSTANT + 10 * SECOND }],
      problems: [],
    });
    expect(runner.clock.now() - (seen?.heartbeatAt ?? 0)).toBeLessThanOrEqual(SECOND);
    await runner.clock.advance(10 * SECOND);
    expect((await runner.backend.runners.list())[0]?.freshLastRuns).toMatchObject({
      'schedule-0001': { status: 'success', durationMs: 5_000 },
    });
    await runner.stop();
  });
});

describe('retention', () => {
  it('deletes old executions seconds after the start and every six hours, and none with 0', async () => {
    for (const [retentionDays, left] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const runner = createTestRunner({
        jobs: { 'report.send': () => undefined },
        settings: { retentionDays },
      });
      const { id } = await runner.schedule({ intervalValue: 365, intervalUnit: 'days' });
      await runner.engine.start();
      await runner.runNow(id);
      await runner.clock.advance(SECOND);
      expect(await runner.executions()).toHaveLength(1);
      runner.clock.stepWall(25 * 60 * MINUTE);
      await runner.clock.advance(6 * 60 * MINUTE + 10 * SECOND);
      expect(await runner.executions()).toHaveLength(left);
      await runner.stop();
    }
  }, 60_000);

  it('comes soon under --lock too, however often runners are restarted', async () => {
    const first = createTestRunner({ isLocking: true, jobs: { 'report.send': () => undefined } });
    const at = first.clock.now() - 91 * 24 * 60 * MINUTE;
    await first.backend.executions.append([sampleExecution({ runTime: at, scheduledAt: at })]);
    await first.engine.start();
    await first.clock.advance(SECOND);
    await first.stop();
    expect(first.backend.records(), 'too short a life').toHaveLength(1);
    const second = createTestRunner({ isLocking: true, beside: first, settings: { runnerId: 'runner-2' } });
    await second.engine.start();
    await second.clock.advance(20 * SECOND);
    expect(second.backend.records()).toEqual([]);
    await second.stop();
  });
});

describe('a runner that fires', () => {
  it('takes a dead one off the list a day after its last heartbeat', async () => {
    const runner = createTestRunner();
    const report = await runner.backend.runners.open('dead');
    await report.write(sampleSnapshot({ runnerId: 'dead' }));
    runner.clock.stepWall(DEAD_KEPT_MS - 90 * MINUTE);
    await runner.engine.start();
    const listed = async () => (await runner.backend.runners.list()).map(({ runnerId }) => runnerId);
    await runner.clock.advance(61 * MINUTE);
    expect(await listed()).toContain('dead');
    await runner.clock.advance(60 * MINUTE);
    expect(await listed()).toEqual(['runner-1']);
    await runner.stop();
  });
});
