import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { JobOutput } from './job-output.ts';
import type { JobContext, JobFunction } from './job-registry.ts';
import { performJob, type Outcome } from './perform-job.ts';

const throwing = (): never => {
  throw new Error('hostile');
};

describe('performJob', () => {
  let clock: FakeClock;
  let output: JobOutput;
  beforeEach(() => {
    clock = new FakeClock();
    output = new JobOutput(silentLogger, 'job', 'run-1');
  });

  const begin = (fn: JobFunction, timeoutSeconds: number | null = null) => {
    const schedule = sampleSchedule({ timeoutSeconds, params: { to: 'x' } });
    return performJob({
      run: sampleRun({ schedule, scheduledAt: REFERENCE_INSTANT - 5, origin: 'retry', attempt: 2 }),
      job: { key: 'report.send', fn, options: {}, definedAt: 'test' },
      clock,
      output,
    });
  };
  const perform = (...input: Parameters<typeof begin>) => {
    const performance = begin(...input);
    if ('status' in performance) throw new Error('expected a job that goes on, got one that has ended');
    return performance;
  };
  const endOf = async (fn: JobFunction): Promise<Outcome> => {
    const performance = begin(fn);
    return 'status' in performance ? performance : performance.outcome;
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(ms, resolve));

  it('gives the function what it needs', async () => {
    let seen: JobContext | undefined;
    await endOf((context) => {
      seen = context;
    });
    expect(seen).toMatchObject({
      runId: 'run-1',
      jobKey: 'report.send',
      scheduledAt: new Date(REFERENCE_INSTANT - 5),
      attempt: 2,
      params: { to: 'x' },
    });
    expect(seen?.signal.aborted).toBe(false);
    expect(typeof seen?.log.info).toBe('function');
    const { signal, ...rest } = { ...seen };
    expect(signal).toBe(seen?.signal);
    expect(rest).toMatchObject({ runId: 'run-1', attempt: 2 });
    expect(Object.create(seen ?? null)).toHaveProperty('signal', signal);
  });

  it('has ended with a function that returns nothing to wait for', () => {
    expect(begin(() => undefined)).toEqual({ status: 'success', durationMs: 0, thrown: null });
    expect(begin(() => 'text', 1)).toMatchObject({ status: 'success' });
    expect(begin(throwing)).toMatchObject({ status: 'fail', thrown: { value: { message: 'hostile' } } });
  });

  it('measures monotonic time, to the microsecond, whatever the wall clock does', async () => {
    const { outcome } = perform(async () => {
      await sleep(1_234.5);
      clock.stepWall(-3_600_000);
    });
    await clock.advance(2_000);
    expect(await outcome).toEqual({ status: 'success', durationMs: 1_234.5, thrown: null });
  });

  it.each<[string, JobFunction, Outcome['status']]>([
    ['returns nothing', () => undefined, 'success'],
    ['returns a rejected promise', () => Promise.reject(new Error('no')), 'fail'],
    ['throws at once', throwing, 'fail'],
    ['throws undefined', () => Promise.reject(undefined), 'fail'],
    [
      'returns an object whose then throws',
      () => ({
        get then() {
          return throwing();
        },
      }),
      'fail',
    ],
    ['returns a Proxy whose every trap throws', () => new Proxy({}, { get: throwing }), 'fail'],
    [
      'returns a thenable that resolves twice and then throws',
      () => ({
        then: (resolve: (value: unknown) => void) => {
          resolve(1);
          resolve(2);
          throwing();
        },
      }),
      'success',
    ],
    [
      'returns a thenable that rejects',
      () => ({ then: (_: unknown, reject: (e: unknown) => void) => reject(7) }),
      'fail',
    ],
    ['returns an error instead of throwing it', () => new Error('returned'), 'success'],
  ])('takes a job that %s', async (_what, fn, status) => {
    expect((await endOf(fn)).status).toBe(status);
  });

  describe('a timeout', () => {
    it('ends the outcome and aborts the signal with the reason', async () => {
      let reason: unknown;
      const { outcome, settled } = perform(async ({ signal }) => {
        await sleep(10_000);
        reason = signal.reason;
      }, 3);
      let isSettled = false;
      void settled.then(() => (isSettled = true));
      await clock.advance(3_000);
      expect(await outcome).toMatchObject({
        status: 'timeout',
        durationMs: 3_000,
        thrown: { value: { name: 'TimeoutError', message: 'timed out after 3 s' } },
      });
      expect(isSettled).toBe(false);
      await clock.advance(7_000);
      expect(isSettled).toBe(true);
      expect(reason).toMatchObject({ name: 'TimeoutError' });
    });

    it('stays a timeout when the job reacts to the signal by throwing', async () => {
      const { outcome } = perform(
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        3,
      );
      await clock.advance(3_000);
      expect((await outcome).status).toBe('timeout');
    });

    it('of a week waits a week', async () => {
      const { outcome } = perform(() => new Promise(() => undefined), 604_800);
      let end: Outcome | undefined;
      void outcome.then((value) => (end = value));
      await clock.advance(604_799_999);
      expect(end).toBeUndefined();
      await clock.advance(1);
      expect(end).toMatchObject({ status: 'timeout', durationMs: 604_800_000 });
    });

    it('leaves no timer behind when the job ends in time', async () => {
      await perform(async () => undefined, 604_800).outcome;
      begin(() => undefined, 604_800);
      expect(clock.pendingCount).toBe(0);
    });
  });

  describe('an interruption', () => {
    const stop = new Error('the runner stops');

    it('lets a job that finishes its work succeed', async () => {
      const { outcome, interrupt } = perform(
        ({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
      );
      interrupt(stop);
      expect((await outcome).status).toBe('success');
    });

    it('of a job that reacts to it by throwing is no failure of the job', async () => {
      const { outcome, interrupt } = perform(
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      );
      interrupt(stop);
      expect(await outcome).toMatchObject({ status: 'interrupted', thrown: { value: stop } });
    });

    it('of a job that ignores it ends the outcome all the same', async () => {
      const { outcome, interrupt } = perform(() => new Promise(() => undefined));
      await clock.advance(500);
      interrupt(stop);
      await clock.advance(50);
      expect(await outcome).toEqual({ status: 'interrupted', durationMs: 550, thrown: { value: stop } });
    });
  });

  describe('the log', () => {
    it('becomes the output, redacted and sound', async () => {
      await endOf(({ log }) => {
        log.info('one');
        log.warn('token=abc');
        log.error('bad \0 \uD800');
      });
      expect(output.text).toBe('one\nwarning: token=[redacted]\nerror: bad \uFFFD \uFFFD\n');
    });

    it('is null when nothing was logged', async () => {
      await endOf(() => undefined);
      expect(output.text).toBeNull();
    });

    it('is limited, and ends with a note that more was logged', async () => {
      await endOf(({ log }) => {
        for (let i = 0; i < 10_000; i += 1) log.info(`line ${i}`);
        log.info('x'.repeat(1_000_000));
      });
      expect(output.text?.length).toBeLessThan(17_000);
      expect(output.text).toMatch(/line 0\n[^]*… \(more was said\)\n$/);
    });

    it('takes what is no text, as JavaScript lets one do', async () => {
      const { status } = await endOf(({ log }) => {
        for (const value of [undefined, null, 7, { a: 1 }]) log.info(value as unknown as string);
      });
      expect(status).toBe('success');
      expect(output.text).toBe('undefined\nnull\n7\n[object Object]\n');
    });
  });
});
