import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;
const minutely = { ...tenSeconds, intervalValue: 60 } as const;

/** `key due outcome +how late why`, in seconds, in the order of what was due. */
const history = async (runner: TestRunner, jobKey?: string): Promise<string[]> =>
  (await runner.executions())
    .filter((execution) => jobKey === undefined || execution.jobKey === jobKey)
    .toSorted((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt)
    .map(({ jobKey: key, scheduledAt, status, lateMs, lateReason }) => {
      const late = lateMs === null ? 'null' : `+${lateMs / SECOND}`;
      return `${key} ${(scheduledAt - REFERENCE_INSTANT) / SECOND} ${status} ${late} ${lateReason}`;
    });

/** The events that the runner reports to the runners page. */
const events = async (runner: TestRunner): Promise<string[]> =>
  ((await runner.backend.runners.list()).at(-1)?.events ?? []).map(({ text }) => text);

const locking = (runnerId: string, options: TestRunnerOptions = {}): TestRunner =>
  createTestRunner({
    jobs: { 'report.send': () => undefined },
    isLocking: true,
    ...options,
    settings: { ...options.settings, runnerId },
  });

describe('how late a run is', () => {
  it('is in its record, and up to a second needs no reason', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(15 * SECOND);
    runner.clock.block(5_999);
    await runner.clock.advance(5 * SECOND);
    expect(await history(runner)).toEqual([
      'report.send 10 success +0 null',
      'report.send 20 success +0.999 null',
    ]);
    await runner.stop();
  });

  it('counts for a retry from the end of its pause', async () => {
    const fail = () => {
      throw new Error('no');
    };
    const runner = createTestRunner({ jobs: { 'report.send': fail } });
    await runner.schedule({ ...minutely, maxRetries: 2 });
    await runner.engine.start();
    await runner.clock.advance(MINUTE + 5 * SECOND);
    expect(await history(runner)).toEqual(Array(3).fill('report.send 60 fail +0 null'));
    await runner.stop();
  });

  it('is unknown of what has no due time or never started, and known of what was missed', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: {
        'report.send': () => new Promise<void>((resolve) => void runner.clock.setTimer(15 * SECOND, resolve)),
        strict: () => undefined,
      },
      settings: { concurrency: 1 },
    });
    const { id } = await runner.schedule({ ...tenSeconds, intervalValue: 30 });
    await runner.schedule({ ...tenSeconds, jobKey: 'strict', intervalValue: 31, misfireGraceTime: 2 });
    await runner.engine.start();
    await runner.clock.advance(30 * SECOND);
    await runner.runNow(id);
    await runner.clock.advance(20 * SECOND);
    const [skipped, ...others] = (await runner.executions()).toSorted((a, b) =>
      a.origin.localeCompare(b.origin),
    );
    expect(skipped).toMatchObject({ origin: 'manual', status: 'skipped', lateMs: null, lateReason: null });
    expect(others).toMatchObject([
      { status: 'success', lateMs: 0, lateReason: null },
      { status: 'missed', reason: 'grace', lateMs: 14_000, lateReason: 'queue' },
    ]);
    await runner.stop();
  });
});

describe('a run is late because', () => {
  it('no place was free', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: {
        long: () => new Promise<void>((resolve) => void runner.clock.setTimer(4 * SECOND, resolve)),
        short: () => undefined,
      },
      settings: { concurrency: 1 },
    });
    await runner.schedule({ ...minutely, jobKey: 'long' });
    await runner.schedule({ ...tenSeconds, jobKey: 'short', intervalValue: 61 });
    await runner.engine.start();
    await runner.clock.advance(70 * SECOND);
    expect(await history(runner)).toEqual(['long 60 success +0 null', 'short 61 success +3 queue']);
    await runner.stop();
  });

  it('it waited in its chain, after it was late for another reason', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: { 'report.send': () => new Promise<void>((r) => void runner.clock.setTimer(8 * SECOND, r)) },
    });
    await runner.schedule({ ...tenSeconds, coalesce: false });
    await runner.engine.start();
    runner.clock.block(25 * SECOND);
    await runner.clock.advance(20 * SECOND);
    expect((await history(runner)).slice(0, 2)).toEqual([
      'report.send 10 success +15 standstill',
      'report.send 20 success +13 queue',
    ]);
    await runner.stop();
  });

  it('a job blocked the event loop: the runner reports it with the name of the job', async () => {
    const runner: TestRunner = createTestRunner({
      jobs: { blocks: () => runner.clock.block(5_012), others: () => undefined },
    });
    await runner.schedule({ ...minutely, jobKey: 'blocks' });
    await runner.schedule({ ...minutely, jobKey: 'others' });
    await runner.schedule({ ...tenSeconds, jobKey: 'others', variant: 'b', intervalValue: 62 });
    await runner.engine.start();
    await runner.clock.advance(70 * SECOND);
    expect((await history(runner)).sort()).toEqual([
      'blocks 60 success +0 null',
      'others 60 success +5.012 blocked-loop',
      'others 62 success +3.012 blocked-loop',
    ]);
    expect(await events(runner)).toEqual([
      'The job "blocks" blocked the event loop for 5012 ms; the others waited. Run it in a thread: isolation: \'thread\'',
    ]);
    await runner.stop();
  });

  it('a job blocked the event loop later than in its first stretch: the only one that ran is named', async () => {
    const blocksLater = async () => {
      await new Promise<void>((resolve) => void runner.clock.setTimer(500, resolve));
      runner.clock.block(4 * SECOND);
    };
    const runner: TestRunner = createTestRunner({
      jobs: { blocks: blocksLater, others: () => undefined },
    });
    await runner.schedule({ ...minutely, jobKey: 'blocks' });
    await runner.schedule({ ...tenSeconds, jobKey: 'others', intervalValue: 61 });
    await runner.engine.start();
    await runner.clock.advance(70 * SECOND);
    expect(await history(runner, 'others')).toEqual(['others 61 success +3.5 blocked-loop']);
    expect(await events(runner)).toEqual([
      'The event loop was blocked for 3500 ms while the job "blocks" ran; the others waited. Run it in a thread: isolation: \'thread\'',
    ]);
    await runner.stop();
  });

  it('the process was stopped while no job ran', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(9_500);
    runner.clock.block(7 * SECOND);
    await runner.clock.advance(SECOND);
    expect(await history(runner)).toEqual(['report.send 10 success +6.5 standstill']);
    await runner.stop();
  });

  it('the machine slept, or the clock was set', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule({ ...minutely, misfireGraceTime: null });
    await runner.engine.start();
    await runner.clock.advance(30 * SECOND);
    runner.clock.stepWall(50 * SECOND);
    await runner.clock.advance(2 * SECOND);
    expect(await history(runner)).toEqual(['report.send 60 success +21 clock']);
    await runner.stop();
  });

  it('no runner ran', async () => {
    const first = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await first.schedule({ ...minutely, misfireGraceTime: 30 });
    await first.engine.start();
    await first.clock.advance(70 * SECOND);
    await first.stop();
    await first.clock.advance(30 * SECOND); // 133 s have passed
    const second = createTestRunner({
      jobs: { 'report.send': () => undefined },
      beside: first,
      settings: { runnerId: 'runner-2' },
    });
    await second.engine.start();
    await second.clock.advance(SECOND);
    expect((await history(second))[1]).toBe('report.send 120 success +13 catch-up');
    await second.stop();
  });

  it('another held the lease and died, so this one had to take over', async () => {
    const first = locking('runner-1');
    await first.schedule({ ...minutely, misfireGraceTime: null, onAmbiguous: 'run' });
    await first.engine.start();
    const second = locking('runner-2', { beside: first });
    await second.engine.start();
    await first.clock.advance(59 * SECOND);
    first.crash('unseen');
    await second.clock.advance(40 * SECOND);
    const [late] = await second.executions();
    expect(late).toMatchObject({ status: 'success', lateReason: 'takeover' });
    expect(late?.lateMs).toBe((late?.runTime ?? 0) - (late?.scheduledAt ?? 0));
    await second.stop();
  });

  it('it waited in the journal of a runner that was killed', async () => {
    const first: TestRunner = locking('runner-1', {
      jobs: {
        'report.send': () => new Promise<void>((r) => void first.clock.setTimer(MINUTE, r)),
      },
      settings: { concurrency: 1 },
    });
    await first.schedule(minutely);
    await first.schedule({ ...minutely, variant: 'b' });
    await first.engine.start();
    await first.clock.advance(70 * SECOND);
    first.crash();
    const second = locking('runner-2', { beside: first });
    await second.engine.start();
    await second.clock.advance(SECOND);
    expect(await history(second)).toEqual([
      'report.send 60 interrupted +0 null',
      'report.send 60 success +10 catch-up',
    ]);
    await second.stop();
  });

  it('this runner was stopped for so long that it lost its lease', async () => {
    const runner = locking('runner-1');
    await runner.schedule(minutely);
    await runner.engine.start();
    await runner.clock.advance(59 * SECOND);
    runner.clock.block(12 * SECOND);
    await runner.clock.advance(20 * SECOND);
    expect((await runner.executions())[0]).toMatchObject({ lateReason: 'standstill' });
    await runner.stop();
  });

  it('its schedule reached the runner late', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    runner.backend.isAway = true;
    await runner.clock.advance(SECOND);
    const away = runner.backend.isAway;
    runner.backend.isAway = false;
    await runner.schedule({ ...tenSeconds, intervalValue: 3 });
    runner.backend.isAway = away;
    await runner.clock.advance(5 * SECOND);
    runner.backend.isAway = false;
    await runner.clock.advance(10 * SECOND);
    expect((await history(runner))[0]).toMatch(/success \+\d+(\.\d+)? late-sync$/);
    await runner.stop();
  });
});

describe('the record of a run that was interrupted', () => {
  it('records how late it had started, and why', async () => {
    const first: TestRunner = locking('runner-1', {
      jobs: {
        blocks: () => first.clock.block(3 * SECOND),
        'report.send': () => new Promise(() => undefined),
      },
    });
    await first.schedule({ ...minutely, jobKey: 'blocks' });
    await first.schedule({ ...tenSeconds, intervalValue: 61 });
    await first.engine.start();
    await first.clock.advance(70 * SECOND);
    first.crash();
    const second = locking('runner-2', { beside: first });
    await second.engine.start();
    await second.clock.advance(SECOND);
    expect(await history(second, 'report.send')).toEqual(['report.send 61 interrupted +2 blocked-loop']);
    await second.stop();
  });
});

describe('a job that blocks again and again', () => {
  it('is named once a minute', async () => {
    const runner: TestRunner = createTestRunner({ jobs: { blocks: () => runner.clock.block(300) } });
    await runner.schedule({ ...tenSeconds, jobKey: 'blocks', intervalValue: 5 });
    await runner.engine.start();
    await runner.clock.advance(70 * SECOND);
    expect(await events(runner)).toEqual([
      expect.stringMatching(/for 300 ms; .*'thread' \(and 11 more times before\)$/),
      expect.stringMatching(/for 300 ms; .*'thread'$/),
    ]);
    await runner.stop();
  });
});
