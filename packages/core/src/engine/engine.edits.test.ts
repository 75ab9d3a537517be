import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import type { ScheduleChange, ScheduleFields } from '../domain/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { JobContext } from './jobs/job-registry.ts';

const SECOND = 1_000;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds' } as const;

/** A running engine whose job records its start, in seconds; it takes `jobMs`. */
const running = async (fields: Partial<ScheduleFields> = {}, jobMs = 0, options: TestRunnerOptions = {}) => {
  const started: number[] = [];
  const contexts: JobContext[] = [];
  const job = async (context: JobContext): Promise<void> => {
    contexts.push(context);
    started.push((runner.clock.now() - REFERENCE_INSTANT) / SECOND);
    if (jobMs > 0) await new Promise<void>((resolve) => void runner.clock.setTimer(jobMs, resolve));
  };
  const runner = createTestRunner({ jobs: { 'report.send': job, other: job }, ...options });
  const { id } = await runner.schedule({ ...tenSeconds, logPolicy: 'all', ...fields });
  await runner.engine.start();
  let version = 1;
  const change = async (values: ScheduleChange) => {
    await runner.backend.schedules.change(id, version, () => values, BY_TEST);
    version += 1;
  };
  return { runner, id, started, contexts, change };
};

describe('an edit', () => {
  it('of the pace is followed at once, counted from the edit', async () => {
    const { runner, started, change } = await running();
    await runner.clock.advance(13 * SECOND);
    await change({ intervalValue: 2 });
    await runner.clock.advance(5 * SECOND);
    expect(started).toEqual([10, 15, 17]);
    await runner.stop();
  });

  it('of anything else moves no occurrence', async () => {
    const { runner, started, change } = await running();
    for (let i = 0; i < 5; i += 1) {
      await runner.clock.advance(4 * SECOND);
      await change({ maxInstances: i + 1, misfireGraceTime: 60 + i });
    }
    await runner.clock.advance(10 * SECOND);
    expect(started).toEqual([10, 20, 30]);
    await runner.stop();
  });

  it('leaves a run the settings that it started with', async () => {
    const { runner, contexts, change } = await running(
      { params: { to: 'old' }, logPolicy: 'none' },
      5 * SECOND,
    );
    await runner.clock.advance(11 * SECOND);
    await change({ params: { to: 'new' }, logPolicy: 'all' });
    await runner.clock.advance(5 * SECOND);
    expect(await runner.executions()).toEqual([]);
    await runner.clock.advance(10 * SECOND);
    expect(contexts.map(({ params }) => params['to'])).toEqual(['old', 'new']);
    expect(await runner.executions()).toHaveLength(1);
    await runner.stop();
  });

  it.each([
    ['switching off', async ({ change }: Awaited<ReturnType<typeof running>>) => change({ enabled: false })],
    [
      'deleting',
      async ({ runner, id }: Awaited<ReturnType<typeof running>>) =>
        runner.backend.schedules.remove(id, BY_TEST),
    ],
    [
      'damaging by hand',
      async ({ runner, id }: Awaited<ReturnType<typeof running>>) => {
        runner.backend.editByHand(id, { timezone: 'Mars/Olympus' });
        runner.backend.signal.send();
      },
    ],
  ])('%s stops future runs at once; what runs finishes', async (_what, stop) => {
    const subject = await running({}, 5 * SECOND);
    await subject.runner.clock.advance(11 * SECOND);
    await stop(subject);
    await subject.runner.clock.advance(60 * SECOND);
    expect(subject.started).toEqual([10]);
    expect(await subject.runner.executions()).toMatchObject([{ status: 'success', durationMs: 5_000 }]);
    await subject.runner.stop();
  });

  it('switching off takes back the runs that wait for a place', async () => {
    const subject = await running({}, 25 * SECOND, { settings: { concurrency: 1 } });
    const { runner, id } = subject;
    const other = await runner.schedule({ jobKey: 'other', ...tenSeconds, logPolicy: 'all' });
    await runner.clock.advance(15 * SECOND);
    const waiting = subject.contexts[0]?.jobKey === 'other' ? id : other.id;
    await runner.backend.schedules.change(waiting, 1, () => ({ enabled: false }), BY_TEST);
    await runner.clock.advance(6 * SECOND);
    const records = (await runner.executions()).filter(({ scheduleId }) => scheduleId === waiting);
    expect(records).toMatchObject([{ status: 'skipped', reason: 'cancelled', durationMs: null }]);
    await runner.clock.advance(30 * SECOND);
    expect(new Set(subject.contexts.map(({ jobKey }) => jobKey)).size).toBe(1);
    await runner.stop();
  });

  it('switching off takes back the retries that wait', async () => {
    let runs = 0;
    const fail = () => {
      runs += 1;
      throw new Error('always');
    };
    const runner = createTestRunner({ jobs: { 'report.send': fail } });
    const { id } = await runner.schedule({ ...tenSeconds, maxRetries: 5 });
    await runner.engine.start();
    await runner.clock.advance(10 * SECOND);
    await runner.backend.schedules.change(id, 1, () => ({ enabled: false }), BY_TEST);
    await runner.clock.advance(60 * SECOND);
    expect(runs).toBe(1);
    await runner.stop();
  });

  it('switching on again catches up nothing of the time in between', async () => {
    const { runner, started, change } = await running({ misfireGraceTime: null });
    await runner.clock.advance(10 * SECOND);
    await change({ enabled: false });
    await runner.clock.advance(35 * SECOND);
    await change({ enabled: true });
    await runner.clock.advance(6 * SECOND);
    expect(started).toEqual([10, 50]);
    expect(await runner.executions()).toHaveLength(2);
    await runner.stop();
  });

  it('of the log policy drops no backlog', async () => {
    const { runner, change } = await running();
    runner.clock.block(25 * SECOND);
    await change({ logPolicy: 'failures' });
    await change({ logPolicy: 'all' });
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([{ status: 'success', coalescedCount: 2 }]);
    await runner.stop();
  });

  it('is noticed by the regular sync when no hint arrives', async () => {
    const { runner, id, started } = await running();
    runner.backend.editByHand(id, { intervalValue: 1 });
    await runner.backend.secondProcess().schedules.readRevision();
    runner.backend.signal.send();
    await runner.clock.advance(10 * SECOND);
    expect(started.length).toBeGreaterThan(5);
    await runner.stop();
  });

  it('reaches a schedule that is made while the engine runs', async () => {
    const { runner, contexts } = await running({ enabled: false });
    await runner.clock.advance(5 * SECOND);
    await runner.schedule({ jobKey: 'other', ...tenSeconds });
    await runner.clock.advance(10 * SECOND);
    expect(contexts.map(({ jobKey }) => jobKey)).toEqual(['other']);
    await runner.stop();
  });
});

describe('rows that cannot run', () => {
  it('of an unknown key disturb nothing and are reported once', async () => {
    const { runner, started } = await running();
    await runner.schedule({ jobKey: 'nobody.knows', intervalValue: 1, intervalUnit: 'seconds' });
    await runner.clock.advance(21 * SECOND);
    expect(started).toEqual([10, 20]);
    expect(await runner.executions()).toHaveLength(2);
    const warnings = runner.logger.lines.filter(
      ({ level, facts }) => level === 'warn' && facts['jobKey'] === 'nobody.knows',
    );
    expect(warnings).toHaveLength(1);
    await runner.stop();
  });

  it('of an unknown key are accounted for: each occurrence is skipped, and all that a runner finds at once together', async () => {
    const { runner } = await running();
    const each = { jobKey: 'nobody.knows', ...tenSeconds };
    const { id } = await runner.schedule({ ...each, logPolicy: 'all' });
    const quiet = await runner.schedule({ ...each, variant: 'quiet', logPolicy: 'none' });
    const chain = { variant: 'chain', coalesce: false, logPolicy: 'all', misfireGraceTime: null } as const;
    await runner.schedule({ ...each, ...chain });
    await runner.clock.advance(21 * SECOND);
    runner.crash();
    await runner.clock.advance(30 * SECOND);
    const next = createTestRunner({ beside: runner, settings: { runnerId: 'runner-2' } });
    await next.engine.start();
    await next.clock.advance(10 * SECOND);
    await next.stop();
    const rows = (await next.executions()).filter(({ jobKey }) => jobKey === 'nobody.knows');
    expect(new Set(rows.map(({ status, reason }) => `${status}/${reason}`))).toEqual(
      new Set(['skipped/unknown-job']),
    );
    const told = (variant: string) =>
      rows.filter((row) => row.variant === variant).map(({ coalescedCount }) => coalescedCount);
    expect(told('')).toEqual([1, 1, 3, 1]);
    expect(told('chain')).toEqual([1, 1, 3, 1]);
    expect(rows.filter(({ scheduleId }) => scheduleId === quiet.id)).toEqual([]);
    // Two of them had been counted by the runner that was killed within the minute.
    expect(next.backend.totals(quiet.id)).toMatchObject({ runs: 0, skipped: 6 });
    expect(next.backend.totals(id)).toMatchObject({ runs: 0, skipped: 6 });
  });

  it.each([{ cronDay: '99', triggerType: 'cron' }, { timezone: 'Mars/Olympus' }, { intervalValue: 'soon' }])(
    'damaged as %j are reported, and the others run on',
    async (values) => {
      const { runner, started } = await running();
      const broken = await runner.schedule({ jobKey: 'other', ...tenSeconds });
      runner.backend.editByHand(broken.id, values);
      await runner.clock.advance(20 * SECOND);
      expect(started).toEqual([10, 20]);
      expect(runner.logger.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { facts: { scheduleId: broken.id } },
      ]);
      await runner.stop();
    },
  );

  it('run again when they are repaired, and catch up nothing', async () => {
    const { runner, id, started } = await running({ misfireGraceTime: null });
    runner.backend.editByHand(id, { timezone: 'Mars/Olympus' });
    runner.backend.signal.send();
    await runner.clock.advance(35 * SECOND);
    expect(started).toEqual([]);
    await runner.backend.schedules.change(id, 2, () => ({ timezone: 'UTC' }), BY_TEST);
    await runner.clock.advance(6 * SECOND);
    expect(started).toEqual([40]);
    await runner.stop();
  });
});
