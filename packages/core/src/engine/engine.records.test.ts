import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import type { LogPolicy } from '../domain/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner } from '../testing/test-runner.ts';
import type { JobFunction } from './jobs/job-registry.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const fail = (): never => {
  throw new Error('always');
};
const appends = (calls: readonly string[]) => calls.filter((call) => call === 'executions.append').length;

describe('the log policy', () => {
  const after = async (logPolicy: LogPolicy, fn: JobFunction) => {
    const runner = createTestRunner({ jobs: { 'report.send': fn } });
    const { id } = await runner.schedule({ intervalValue: 10, intervalUnit: 'seconds', logPolicy });
    await runner.engine.start();
    await runner.clock.advance(65 * SECOND);
    const statuses = (await runner.executions()).map(({ status }) => status);
    await runner.stop();
    return { statuses, calls: runner.backend.calls, totals: runner.backend.totals(id) };
  };

  it.each<[LogPolicy, number, number]>([
    ['none', 0, 0],
    ['failures', 0, 6],
    ['all', 6, 6],
  ])('%s: of six runs, %i successes or %i failures are written', async (policy, successes, failures) => {
    expect((await after(policy, () => undefined)).statuses).toEqual(Array(successes).fill('success'));
    expect((await after(policy, fail)).statuses).toEqual(Array(failures).fill('fail'));
  });

  it('none costs no query a run', async () => {
    const { calls, totals } = await after('none', fail);
    expect(appends(calls)).toBe(0);
    expect(totals).toEqual({ runs: 6, failures: 6, missed: 0, skipped: 0 });
  });

  it.each<LogPolicy>(['none', 'failures', 'all'])('%s keeps the counters', async (policy) => {
    const { totals, calls } = await after(policy, () => undefined);
    expect(totals).toEqual({ runs: 6, failures: 0, missed: 0, skipped: 0 });
    // The first notes that there were no figures to fill in.
    expect(calls.filter((call) => call === 'stats.add').length).toBeLessThanOrEqual(3);
  });
});

it('records the params of a run without secrets, and null for none', async () => {
  const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
  const everyMinute = { intervalValue: 1, intervalUnit: 'minutes', logPolicy: 'all' } as const;
  await runner.schedule({ ...everyMinute, variant: 'eu', params: { to: 'a', token: 'secret' } });
  await runner.schedule({ ...everyMinute, variant: 'us' });
  await runner.engine.start();
  await runner.clock.advance(MINUTE + 3 * SECOND);
  const found = await runner.executions();
  expect(Object.fromEntries(found.map(({ variant, params }) => [variant, params]))).toEqual({
    eu: { to: 'a', token: '[redacted]' },
    us: null,
  });
  await runner.stop();
});

describe('the redact function of the configuration', () => {
  it('sees message, stack and output of a run before they are stored or logged', async () => {
    const runner = createTestRunner({
      jobs: {
        'report.send': ({ log }) => {
          log.info('customer 4711');
          throw new Error('no address of customer 4711');
        },
      },
      redact: (text, { jobKey, kind }) => text.replaceAll('4711', `<${jobKey} ${kind}>`),
    });
    await runner.schedule({ intervalValue: 10, intervalUnit: 'seconds' });
    await runner.engine.start();
    await runner.clock.advance(10 * SECOND);
    await runner.stop();
    const [execution] = await runner.executions();
    expect(execution).toMatchObject({
      exceptionMessage: 'no address of customer <report.send message>',
      output: 'customer <report.send output>\n',
    });
    expect(execution?.traceback).toContain('customer <report.send stack>\n    at ');
    expect(JSON.stringify(runner.logger.lines)).not.toContain('4711');
  });
});

describe('an idle engine', () => {
  it('sends the store nothing at all', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule({ intervalValue: 1, intervalUnit: 'days' });
    await runner.engine.start();
    await runner.clock.advance(15 * SECOND);
    const before = runner.backend.calls.length;
    await runner.clock.advance(10 * MINUTE);
    expect(runner.backend.calls.slice(before)).toEqual([]);
    await runner.stop();
  });
});

describe('a run by hand', () => {
  const running = async (fn: JobFunction, fields = {}, settings = {}) => {
    const runner = createTestRunner({ jobs: { 'report.send': fn }, settings });
    const { id } = await runner.schedule({
      intervalValue: 1,
      intervalUnit: 'days',
      logPolicy: 'none',
      ...fields,
    });
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    return { runner, id };
  };
  const slow: (runner: () => ReturnType<typeof createTestRunner>) => JobFunction = (runner) => () =>
    new Promise<void>((resolve) => void runner().clock.setTimer(20 * SECOND, resolve));

  it('is always recorded, under the id of the request, and the request is forgotten', async () => {
    const { runner, id } = await running(() => undefined);
    const runId = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([
      {
        id: runId,
        scheduleId: id,
        status: 'success',
        origin: 'manual',
        attempt: 1,
        scheduledAt: REFERENCE_INSTANT + SECOND,
      },
    ]);
    expect(runner.backend.calls).toContain('runRequests.forget');
    await runner.stop();
  });

  it('works on a schedule that is switched off, and leaves its occurrences alone', async () => {
    let runs = 0;
    const { runner, id } = await running(() => (runs += 1), { enabled: false });
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(runs).toBe(1);
    const before = await runner.backend.schedules.get(id);
    expect(before).toMatchObject({ schedule: { enabled: false, version: 1 } });
    await runner.stop();
  });

  it('never takes the place of an occurrence', async () => {
    const { runner, id } = await running(() => undefined, {
      intervalValue: 10,
      intervalUnit: 'seconds',
      logPolicy: 'all',
    });
    await runner.clock.advance(9 * SECOND - 1);
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect((await runner.executions()).map(({ origin }) => origin).sort()).toEqual(['manual', 'schedule']);
    await runner.stop();
  });

  it('counts as an instance: skipped when the slot is taken', async () => {
    const { runner, id } = await running(slow(() => runner));
    const first = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    const second = await runner.runNow(id);
    await runner.clock.advance(30 * SECOND);
    const found = Object.fromEntries((await runner.executions()).map((e) => [e.id, [e.status, e.reason]]));
    expect(found).toEqual({ [first]: ['success', null], [second]: ['skipped', 'max-instances'] });
    await runner.stop();
  });

  it('is tried again when it fails, though its schedule came while the runner read the others', async () => {
    const { runner } = await running(() => Promise.reject(new Error('bad')));
    const daily = { intervalValue: 1, intervalUnit: 'days' } as const;
    const { schedules } = runner.backend;
    const readChanges = schedules.readChanges.bind(schedules);
    schedules.readChanges = async (revision) => {
      schedules.readChanges = readChanges;
      const found = await readChanges(revision);
      const { id } = await runner.schedule({ ...daily, variant: 'new', maxRetries: 1 });
      await runner.runNow(id);
      return found;
    };
    await runner.schedule({ ...daily, variant: 'seen' });
    await runner.clock.advance(10 * SECOND);
    expect((await runner.executions()).map(({ origin }) => origin).toSorted()).toEqual(['manual', 'retry']);
    await runner.stop();
  });

  it('of a damaged schedule has that reason', async () => {
    const { runner, id } = await running(() => undefined);
    runner.backend.editByHand(id, { timezone: 'Mars/Olympus' });
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([
      { status: 'skipped', reason: 'damaged', origin: 'manual' },
    ]);
    await runner.stop();
  });

  it('of an unregistered job has that reason', async () => {
    const { runner } = await running(() => undefined);
    const { id } = await runner.schedule({ jobKey: 'unknown' });
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([{ status: 'skipped', reason: 'unknown-job' }]);
    await runner.stop();
  });

  it('that waited more than a minute for a runner is missed', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    const { id } = await runner.schedule({ intervalValue: 1, intervalUnit: 'days' });
    const [old, young] = [await runner.runNow(id), (runner.clock.block(60_001), await runner.runNow(id))];
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    const found = Object.fromEntries((await runner.executions()).map((e) => [e.id, [e.status, e.reason]]));
    expect(found).toEqual({ [old]: ['missed', 'unclaimed'], [young]: ['success', null] });
    await runner.stop();
  });

  it('that waits for a place when the runner stops is interrupted', async () => {
    const { runner, id } = await running(
      slow(() => runner),
      { maxInstances: 2 },
      { concurrency: 1 },
    );
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    const waiting = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    const stopped = runner.engine.stop();
    await runner.clock.advance(30 * SECOND);
    await stopped;
    expect(await runner.backend.executions.get(waiting)).toMatchObject({
      status: 'interrupted',
      reason: 'runner-stopped',
      durationMs: null,
    });
  });

  it('that waits when its schedule is deleted does not run, switched off or not', async () => {
    const { runner, id } = await running(
      slow(() => runner),
      { maxInstances: 2, enabled: false },
      { concurrency: 1 },
    );
    const first = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    const waiting = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    await runner.backend.schedules.remove(id, BY_TEST);
    await runner.clock.advance(60 * SECOND);
    const found = Object.fromEntries((await runner.executions()).map((e) => [e.id, [e.status, e.reason]]));
    expect(found).toEqual({ [first]: ['success', null], [waiting]: ['skipped', 'cancelled'] });
    await runner.stop();
  });

  it('of a schedule that is gone harms nothing', async () => {
    const { runner, id } = await running(() => undefined);
    await runner.runNow('nobody');
    const sound = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect((await runner.executions()).map((e) => e.id)).toEqual([sound]);
    await runner.stop();
  });
});

describe('retries', () => {
  it('try again with the next attempt of the same occurrence until it succeeds', async () => {
    let runs = 0;
    const runner = createTestRunner({
      jobs: {
        'report.send': ({ attempt }) => {
          runs += 1;
          if (attempt < 3) fail();
        },
      },
    });
    await runner.schedule({ maxRetries: 5, logPolicy: 'all' });
    await runner.engine.start();
    await runner.clock.advance(65 * SECOND);
    const due = REFERENCE_INSTANT + MINUTE;
    expect(await runner.executions()).toMatchObject([
      { status: 'fail', attempt: 1, origin: 'schedule', scheduledAt: due, runTime: due },
      { status: 'fail', attempt: 2, origin: 'retry', scheduledAt: due, runTime: due + SECOND },
      { status: 'success', attempt: 3, origin: 'retry', scheduledAt: due, runTime: due + 3 * SECOND },
    ]);
    expect(runs).toBe(3);
    await runner.stop();
  });

  it('come to an end', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': fail } });
    await runner.schedule({ intervalValue: 1, intervalUnit: 'hours', maxRetries: 2 });
    await runner.engine.start();
    await runner.clock.advance(61 * MINUTE);
    expect((await runner.executions()).map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    await runner.stop();
  });

  it('follow a timeout as well', async () => {
    const runner = createTestRunner({
      jobs: {
        'report.send': ({ signal, attempt }) =>
          attempt === 1
            ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(fail)))
            : 1,
      },
    });
    await runner.schedule({ maxRetries: 1, timeoutSeconds: 2, logPolicy: 'all' });
    await runner.engine.start();
    await runner.clock.advance(MINUTE + 10 * SECOND);
    expect(await runner.executions()).toMatchObject([
      { status: 'timeout', durationMs: 2_000, exceptionType: 'TimeoutError' },
      { status: 'success', attempt: 2 },
    ]);
    await runner.stop();
  });
});

describe('what a job throws', () => {
  const throwing = (): never => {
    throw new Error('hostile');
  };
  const hostile: [string, () => unknown][] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['a Proxy', () => new Proxy({}, { get: throwing, getPrototypeOf: throwing, ownKeys: throwing })],
    ['getters that throw', () => Object.defineProperty({}, 'message', { get: throwing })],
    ['no prototype', () => Object.create(null) as unknown],
    ['a huge message', () => new Error('x'.repeat(5_000_000))],
    ['a cycle', () => Object.assign(new Error('c'), { cause: null }) as Error],
    ['NUL and lone surrogates', () => new Error('a\0b\uD800c')],
  ];

  it.each(hostile)('never takes the runner down and is recorded: %s', async (_what, make) => {
    const runner = createTestRunner({
      jobs: {
        'report.send': () => {
          throw make();
        },
        other: async () => Promise.reject(make()),
      },
    });
    await runner.schedule({});
    await runner.schedule({ jobKey: 'other' });
    await runner.engine.start();
    await runner.clock.advance(2 * MINUTE + SECOND);
    const records = await runner.executions();
    expect(records.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail', 'fail']);
    for (const { exceptionType, exceptionMessage, traceback } of records) {
      const text = `${exceptionType}${exceptionMessage}${traceback}`;
      expect(Buffer.byteLength(text)).toBeLessThan(65_536);
      expect(text).not.toContain('\0');
      expect(text.isWellFormed()).toBe(true);
    }
    await runner.stop();
  });
});
