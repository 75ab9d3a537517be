import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { NO_RUN_INSTANTS } from '../domain/index.ts';
import { createTestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const everySecond = { intervalValue: 1, intervalUnit: 'seconds', logPolicy: 'all' } as const;

describe('the gauges', () => {
  it('tell nothing before the start, and what there is after it', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(everySecond);
    expect(runner.engine.gauges()).toMatchObject({
      state: 'standby',
      isLeaseHeld: false,
      schedules: 0,
      revision: null,
      revisionAppliedAt: null,
      heartbeatAt: null,
    });
    await runner.engine.start();
    const startedAt = runner.clock.now();
    await runner.clock.advance(3.5 * SECOND);
    expect(runner.engine.gauges()).toEqual({
      state: 'active',
      isLeaseHeld: true,
      isFiringStopped: false,
      schedules: 1,
      running: 0,
      queued: 0,
      unwritten: 0,
      revision: (await runner.backend.schedules.readRevision()).revision,
      historyChanges: 0,
      revisionAppliedAt: startedAt,
      heartbeatAt: startedAt + 3 * SECOND,
      isDatabaseAway: false,
      databaseProblem: null,
      isJournalDegraded: false,
      isReportFailing: false,
      differences: 0,
    });
    await runner.stop();
    expect(runner.engine.gauges()).toMatchObject({ state: 'stopped', isLeaseHeld: false });
  });

  it('count what runs and what waits for a place', async () => {
    const ends: (() => void)[] = [];
    const runner = createTestRunner({
      jobs: { 'report.send': () => new Promise<void>((resolve) => ends.push(resolve)) },
      settings: { concurrency: 1 },
    });
    await runner.schedule({ ...everySecond, maxInstances: 3 });
    await runner.engine.start();
    await runner.clock.advance(3 * SECOND);
    expect(runner.engine.gauges()).toMatchObject({ running: 1, queued: 2 });
    const stopped = runner.stop();
    await runner.clock.advance(SECOND);
    for (const end of ends) end();
    await stopped;
  });

  it('tell that the database is away, what waits for it, and that it is back', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(everySecond);
    await runner.engine.start();
    runner.backend.isAway = true;
    await runner.clock.advance(10 * SECOND);
    const away = runner.engine.gauges();
    expect(away).toMatchObject({ isDatabaseAway: true, state: 'active' });
    expect(away.unwritten).toBeGreaterThanOrEqual(9);
    runner.backend.isAway = false;
    await runner.clock.advance(30.5 * SECOND);
    expect(runner.engine.gauges()).toMatchObject({ isDatabaseAway: false, unwritten: 0 });
    await runner.stop();
  });

  it('tell a standby that knows the schedules', async () => {
    const first = createTestRunner({ jobs: { 'report.send': () => undefined }, isLocking: true });
    await first.schedule(everySecond);
    const second = createTestRunner({
      jobs: { 'report.send': () => undefined },
      isLocking: true,
      beside: first,
      settings: { runnerId: 'runner-2' },
    });
    await first.engine.start();
    await second.engine.start();
    await first.clock.advance(2 * SECOND);
    expect(second.engine.gauges()).toMatchObject({ state: 'standby', isLeaseHeld: false, schedules: 1 });
    expect(second.engine.gauges().revision).toBe(first.engine.gauges().revision);
    await second.stop();
    await first.stop();
  });
});

describe('the gauges of each schedule', () => {
  it('tell when it runs next and last succeeded, also before this process, and ask the store once', async () => {
    const jobs = { 'report.send': () => undefined };
    const runner = createTestRunner({ jobs, gaugesSchedules: true });
    const { stats } = runner.backend;
    const asked: (readonly string[])[] = [];
    const { lastSuccesses } = stats;
    stats.lastSuccesses = (ids) => {
      asked.push(ids);
      return lastSuccesses(ids);
    };
    const hourly = { intervalValue: 1, intervalUnit: 'hours' } as const;
    const { id, anchorAt } = await runner.schedule({ ...hourly, variant: 'known' });
    await runner.schedule({ ...everySecond, variant: 'often' });
    await runner.schedule({ ...everySecond, variant: 'off', enabled: false });
    const lastSuccessAt = anchorAt - 5 * SECOND;
    const lastRun = {
      runId: 'r',
      status: 'success',
      scheduledAt: lastSuccessAt,
      runTime: lastSuccessAt,
      durationMs: 1,
    } as const;
    const counts = { runs: 1, failures: 0, missed: 0, skipped: 0 };
    await stats.add([{ scheduleId: id, ...counts, lastRun, ...NO_RUN_INSTANTS, lastSuccessAt }], {
      writer: 'before',
      number: 1,
    });

    expect(runner.engine.scheduleGauges()).toEqual({ schedules: [], leftOut: 0 });
    await runner.engine.start();
    await runner.clock.advance(3.5 * SECOND);
    const { schedules, leftOut } = runner.engine.scheduleGauges();
    expect(leftOut).toBe(0);
    const jobKey = 'report.send';
    expect(schedules).toEqual([
      { jobKey, variant: 'known', enabled: true, nextRunAt: anchorAt + 3_600 * SECOND, lastSuccessAt },
      {
        jobKey,
        variant: 'often',
        enabled: true,
        nextRunAt: anchorAt + 4 * SECOND,
        lastSuccessAt: anchorAt + 3 * SECOND,
      },
      { jobKey, variant: 'off', enabled: false, nextRunAt: null, lastSuccessAt: null },
    ]);
    expect(asked).toHaveLength(1);
    await runner.stop();
    expect(runner.engine.scheduleGauges().schedules).toEqual([]);
  });

  it('read the last successes again, after the next change, where the store did not serve', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined }, gaugesSchedules: true });
    const { stats } = runner.backend;
    let calls = 0;
    stats.lastSuccesses = async (ids) => {
      calls += 1;
      if (calls === 1) throw new Error('no answer');
      return new Map(ids.map((id) => [id, 1_000]));
    };
    const { id } = await runner.schedule({ intervalValue: 1, intervalUnit: 'hours' });
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    expect(runner.engine.scheduleGauges().schedules).toMatchObject([{ lastSuccessAt: null }]);
    await runner.backend.schedules.change(id, 1, () => ({ maxInstances: 2 }), BY_TEST);
    await runner.clock.advance(SECOND);
    expect(runner.engine.scheduleGauges().schedules).toMatchObject([{ lastSuccessAt: 1_000 }]);
    await runner.backend.schedules.change(id, 2, () => ({ maxInstances: 3 }), BY_TEST);
    await runner.clock.advance(SECOND);
    expect(calls).toBe(2);
    await runner.stop();
  });

  it('are those of the active runner, which asks again when it takes over', async () => {
    const options = { jobs: { 'report.send': () => undefined }, isLocking: true, gaugesSchedules: true };
    const first = createTestRunner(options);
    await first.schedule(everySecond);
    const second = createTestRunner({ ...options, beside: first, settings: { runnerId: 'runner-2' } });
    await first.engine.start();
    await second.engine.start();
    await first.clock.advance(2.5 * SECOND);
    const [before] = first.engine.scheduleGauges().schedules;
    expect(before?.lastSuccessAt).toBe((before?.nextRunAt ?? 0) - SECOND);
    expect(second.engine.scheduleGauges().schedules).toEqual([]);
    await first.stop();
    const [after] = second.engine.scheduleGauges().schedules;
    expect(after?.lastSuccessAt).toBeGreaterThan(before?.lastSuccessAt ?? 0);
    await second.stop();
  });
});
