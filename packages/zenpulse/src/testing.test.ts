import { createRecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JobRegistry, zenpulseJob } from './index.ts';
import { createTestRunner, type TestRunner } from './testing.ts';

let runner: TestRunner;
beforeEach(() => {
  JobRegistry.clear();
  runner = createTestRunner();
});
afterEach(async () => {
  await runner.stop();
  JobRegistry.clear();
});

const EVERY_MINUTE = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'minutes' } as const;

describe('advance', () => {
  it('runs what falls due, on fake time', async () => {
    zenpulseJob('report', () => undefined);
    await runner.schedule({ jobKey: 'report', triggerType: 'cron', cronMinute: '30', cronHour: '8' });
    await runner.advance('29 minutes');
    expect(runner.runs()).toEqual([]);
    await runner.advance(60_000);
    expect(runner.runs('report')).toMatchObject([
      { status: 'success', scheduledAt: new Date('2026-01-05T08:30:00Z'), isRecorded: false },
    ]);
    expect(runner.now()).toEqual(new Date('2026-01-05T08:30:00Z'));
  });

  it('runs the schedules that the code declares', async () => {
    zenpulseJob('poll', { ...EVERY_MINUTE, params: { page: 1 } }, ({ params }) => params);
    expect(await runner.schedules()).toMatchObject([
      { jobKey: 'poll', nextRunAt: new Date('2026-01-05T08:01:00Z') },
    ]);
    await runner.advance('10 minutes');
    expect(runner.runs()).toHaveLength(10);
  });

  it('runs a job that wants a thread with the others', async () => {
    const seen: unknown[] = [];
    zenpulseJob('poll', { ...EVERY_MINUTE, isolation: 'thread' }, ({ runId }) => seen.push(runId));
    await runner.advance('2 minutes');
    expect(runner.runs('poll')).toMatchObject([{ status: 'success' }, { status: 'success' }]);
    expect(seen).toHaveLength(2);
  });

  it('shows what a job threw, its retries, and what the log policy would record', async () => {
    const error = new Error('no mail server');
    zenpulseJob('mail', { ...EVERY_MINUTE, intervalValue: 30, maxRetries: 1 }, ({ attempt }) => {
      if (attempt === 1) throw error;
    });
    await runner.advance('40 minutes');
    expect(runner.runs()).toMatchObject([
      { status: 'fail', attempt: 1, error, isRecorded: true },
      { status: 'success', attempt: 2, origin: 'retry', isRecorded: false },
    ]);
  });

  it('comes quickly to a month later, and to the very instant', async () => {
    const logger = createRecordingLogger();
    runner = createTestRunner({ now: '2026-01-05T08:00:00Z', timezone: 'Europe/Berlin', logger });
    let attempts = 0;
    zenpulseJob(
      'close_month',
      { triggerType: 'cron', cronMinute: '0', cronHour: '0', cronDay: '1', maxRetries: 2 },
      () => {
        attempts += 1;
        if (attempts < 3) throw new Error('not yet');
      },
    );
    await runner.advance('90 days');
    expect(runner.runs().map(({ runTime, status }) => `${runTime.toISOString()} ${status}`)).toEqual([
      '2026-01-31T23:00:00.000Z fail',
      '2026-01-31T23:00:01.000Z fail',
      '2026-01-31T23:00:03.000Z success',
      '2026-02-28T23:00:00.000Z success',
      '2026-03-31T22:00:00.000Z success',
    ]);
    expect(runner.now()).toEqual(new Date('2026-04-05T08:00:00Z'));
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('waits for real work before time goes on', async () => {
    let ended = 0;
    zenpulseJob('fetch', EVERY_MINUTE, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5)); // in place of a database or a network
      ended += 1;
    });
    await runner.advance('3 minutes');
    expect(ended).toBe(3);
    expect(runner.runs().map(({ status }) => status)).toEqual(['success', 'success', 'success']);
  });

  it('lets a job that hangs run into its timeout', async () => {
    runner = createTestRunner({ patienceMs: 10 });
    zenpulseJob(
      'hang',
      { ...EVERY_MINUTE, timeoutSeconds: 30 },
      ({ signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    await runner.advance('95 seconds');
    expect(runner.runs()).toMatchObject([{ status: 'timeout', durationMs: 30_000 }]);
  });

  it.each(['10 minuets', '', -1, Number.NaN, '1.5 hours'])('refuses %j', async (duration) => {
    await expect(runner.advance(duration)).rejects.toThrow(
      'expected milliseconds or words such as "10 minutes"',
    );
  });
});

it.each([
  [
    { timezone: 'Mars/Olympus' },
    'timezone: expected an IANA time zone such as "Europe/Berlin", got "Mars/Olympus"',
  ],
  [{ now: 'monday' }, 'now: expected a Date, epoch milliseconds, or text with its zone'],
  [{ now: new Date(Number.NaN) }, 'now: expected'],
])('refuses %j', (options, message) => {
  expect(() => createTestRunner(options)).toThrow(TypeError);
  expect(() => createTestRunner(options)).toThrow(message);
});

describe('schedule', () => {
  it('changes a schedule as the admin does, while the runner runs', async () => {
    zenpulseJob('poll', EVERY_MINUTE, () => undefined);
    await runner.advance('2 minutes');
    await runner.schedule({ jobKey: 'poll', enabled: false });
    await runner.advance('1 hour');
    expect(runner.runs()).toHaveLength(2);
  });

  it('begins where the job’s options say, as in the admin', async () => {
    zenpulseJob('poll', { maxInstances: 5, params: { a: 1 } }, ({ params }) => params);
    const scheduled = await runner.schedule({ jobKey: 'poll', ...EVERY_MINUTE });
    expect(scheduled).toMatchObject({ maxInstances: 5, params: { a: 1 }, logPolicy: 'failures' });
    expect(await runner.runJob('poll')).toMatchObject({ value: { a: 1 } });
  });

  it('keeps to the zone across a change of the clock', async () => {
    zenpulseJob('morning', () => undefined);
    runner = createTestRunner({ now: '2026-03-28T00:00:00Z', timezone: 'Europe/Berlin' });
    await runner.schedule({ jobKey: 'morning', triggerType: 'cron', cronMinute: '0', cronHour: '8' });
    await runner.advance('2 days');
    expect(runner.runs().map(({ scheduledAt }) => scheduledAt.toISOString())).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
    ]);
  });
});

describe('runJob', () => {
  it('calls the job with params and resolves to what it returned and logged', async () => {
    zenpulseJob('sum', ({ params, log }) => {
      log.info('adding');
      return Number(params['a']) + Number(params['b']);
    });
    const outcome = await runner.runJob('sum', { params: { a: 1, b: 2 } });
    expect(outcome).toEqual({ status: 'success', value: 3, log: ['adding'] });
  });

  it('resolves to what the job threw', async () => {
    const error = new Error('no');
    zenpulseJob('fails', () => Promise.reject(error));
    expect(await runner.runJob('fails')).toMatchObject({ status: 'fail', error });
  });

  it('passes an abort on to the job', async () => {
    zenpulseJob('careful', ({ signal }) => signal.throwIfAborted());
    const outcome = await runner.runJob('careful', { signal: AbortSignal.abort() });
    expect(outcome.status).toBe('fail');
  });

  it('names the keys there are for one that is not', async () => {
    zenpulseJob('one', () => undefined);
    await expect(runner.runJob('two')).rejects.toThrow(
      'expected the key of a registered job (one), got "two"',
    );
  });
});
