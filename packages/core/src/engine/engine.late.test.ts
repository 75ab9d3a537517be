import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { ScheduleFields } from '../domain/index.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `origin due status/reason of count @ when it started or was decided`, in seconds. */
const history = async (runner: TestRunner): Promise<string[]> => {
  const second = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  return (await runner.executions()).map(({ scheduledAt, status, reason, coalescedCount, runTime }) => {
    const why = reason === null ? '' : `/${reason}`;
    const count = coalescedCount === 1 ? '' : ` of ${coalescedCount}`;
    return `${second(scheduledAt)} ${status}${why}${count} @${second(runTime)}`;
  });
};

const running = async (fields: Partial<ScheduleFields>, options: TestRunnerOptions = {}) => {
  const runner = createTestRunner({ jobs: { 'report.send': () => undefined }, ...options });
  await runner.schedule({ logPolicy: 'all', ...fields });
  await runner.engine.start();
  return runner;
};

const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds' } as const;
const hourly = { intervalValue: 1, intervalUnit: 'hours' } as const;

describe('an engine on time', () => {
  it('runs each occurrence at its instant', async () => {
    const runner = await running(tenSeconds);
    await runner.clock.advance(35 * SECOND);
    expect(await history(runner)).toEqual(['10 success @10', '20 success @20', '30 success @30']);
    await runner.stop();
  });

  it('runs a cron in its zone', async () => {
    const runner = await running({
      triggerType: 'cron',
      cronMinute: '30',
      cronHour: '14',
      cronDayOfWeek: 'mon',
      timezone: 'Asia/Dhaka',
    });
    await runner.clock.advance(HOUR);
    expect(await history(runner)).toEqual([`${30 * 60} success @${30 * 60}`]);
    await runner.stop();
  });
});

describe('an engine that is late', () => {
  it('coalesces what fell due into the newest, whose record has the count', async () => {
    const runner = await running(tenSeconds);
    runner.clock.block(47 * SECOND);
    await runner.clock.advance(SECOND);
    expect(await history(runner)).toEqual(['40 success of 4 @47']);
    await runner.stop();
  });

  it.each([
    [60_000, '3600 success @3660'],
    [60_001, '3600 missed/grace @3660.001'],
  ])('by %i ms, with a grace of a minute: %s', async (lateMs, record) => {
    const runner = await running(hourly);
    await runner.clock.advance(HOUR - 1);
    runner.clock.block(lateMs + 1);
    await runner.clock.advance(SECOND);
    expect(await history(runner)).toEqual([record]);
    await runner.stop();
  });

  it('runs however late with a grace of null', async () => {
    const runner = await running({ ...hourly, misfireGraceTime: null });
    runner.clock.block(HOUR + 59 * MINUTE);
    await runner.clock.advance(SECOND);
    expect(await history(runner)).toEqual([`3600 success @${3_600 + 59 * 60}`]);
    await runner.stop();
  });

  it('misses a night in which the laptop slept as one record with the count', async () => {
    const runner = await running(hourly);
    await runner.clock.advance(10 * SECOND);
    runner.clock.stepWall(8 * HOUR + 30 * MINUTE);
    await runner.clock.advance(2 * SECOND);
    expect(await history(runner)).toEqual([expect.stringMatching(/^28800 missed\/grace of 8 @306\d\d/)]);
    await runner.clock.advance(HOUR);
    expect((await history(runner))[1]).toBe('32400 success @32400');
    await runner.stop();
  });

  it('runs all of them in order without coalesce, each within its grace', async () => {
    const jobs = {
      'report.send': () => new Promise<void>((resolve) => void runner.clock.setTimer(4 * SECOND, resolve)),
    };
    const runner = createTestRunner({ jobs });
    await runner.schedule({ ...tenSeconds, coalesce: false, misfireGraceTime: 30, logPolicy: 'all' });
    await runner.engine.start();
    runner.clock.block(45 * SECOND);
    await runner.clock.advance(30 * SECOND);
    expect(await history(runner)).toEqual([
      '10 missed/grace @45',
      '20 success @45',
      '30 success @49',
      '40 success @53',
      '50 success @57',
      '60 success @61',
      '70 success @70',
    ]);
    await runner.stop();
  });

  it('drops the oldest of more than a hundred as one missed record', async () => {
    const runner = await running({
      intervalValue: 1,
      intervalUnit: 'seconds',
      coalesce: false,
      misfireGraceTime: null,
    });
    runner.clock.block(250 * SECOND);
    await runner.clock.advance(SECOND / 2);
    const records = await history(runner);
    expect(records).toHaveLength(101);
    expect(records).toContain('150 missed/chain-limit of 150 @250');
    expect(records.filter((record) => record.includes('success'))).toHaveLength(100);
    await runner.stop();
  });

  it('tests the grace when the run really starts, queueing included', async () => {
    const runner = createTestRunner({
      jobs: {
        long: () => new Promise<void>((resolve) => void runner.clock.setTimer(30 * SECOND, resolve)),
        short: () => undefined,
      },
      settings: { concurrency: 1 },
    });
    await runner.schedule({ jobKey: 'long', ...tenSeconds, logPolicy: 'all' });
    await runner.schedule({ jobKey: 'short', ...tenSeconds, misfireGraceTime: 15, logPolicy: 'all' });
    await runner.engine.start();
    await runner.clock.advance(41 * SECOND);
    const short = (await runner.executions()).filter(({ jobKey }) => jobKey === 'short');
    expect(short.find(({ scheduledAt }) => scheduledAt === REFERENCE_INSTANT + 10 * SECOND)).toMatchObject({
      status: 'missed',
      reason: 'grace',
      runTime: REFERENCE_INSTANT + 40 * SECOND,
    });
    await runner.stop();
  });

  it('skips an occurrence that finds all instances taken', async () => {
    const runner = createTestRunner({
      jobs: {
        'report.send': () => new Promise<void>((resolve) => void runner.clock.setTimer(15 * SECOND, resolve)),
      },
    });
    await runner.schedule({ ...tenSeconds, logPolicy: 'all' });
    await runner.engine.start();
    await runner.clock.advance(46 * SECOND);
    expect(await history(runner)).toEqual([
      '10 success @10',
      '20 skipped/max-instances @20',
      '30 success @30',
      '40 skipped/max-instances @40',
    ]);
    await runner.stop();
  });
});

describe('a clock that is set back under an engine', () => {
  it('by up to a minute repeats nothing', async () => {
    const runner = await running(tenSeconds);
    await runner.clock.advance(60 * SECOND);
    runner.clock.stepWall(-MINUTE);
    await runner.clock.advance(75 * SECOND);
    const due = (await runner.executions()).map(({ scheduledAt }) => scheduledAt);
    expect(new Set(due).size).toBe(due.length);
    expect(due).toHaveLength(7);
    await runner.stop();
  });

  it('by more starts again from the new time, and reports it', async () => {
    const runs: number[] = [];
    const runner = await running(
      { ...tenSeconds, logPolicy: 'none' },
      {
        jobs: { 'report.send': ({ scheduledAt }) => runs.push((+scheduledAt - REFERENCE_INSTANT) / SECOND) },
      },
    );
    await runner.clock.advance(120 * SECOND);
    runner.clock.stepWall(-100 * SECOND);
    runs.length = 0;
    await runner.clock.advance(25 * SECOND);
    expect(runs).toEqual([30, 40]);
    expect(runner.logger.lines.some(({ sentence }) => sentence.includes('set back'))).toBe(true);
    await runner.stop();
  });
});
