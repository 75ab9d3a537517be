import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { JobRegistry, zenpulseJob, type JobFunction, type JobOptions } from './job-registry.ts';

const work = () => undefined;

describe('zenpulseJob', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  beforeEach(() => {
    JobRegistry.clear();
    warn.mockClear();
  });
  afterEach(() => JobRegistry.clear());

  it('registers a function with and without options, in order, and says where', () => {
    zenpulseJob('b', work);
    zenpulseJob('a', { triggerType: 'interval', intervalValue: 5, intervalUnit: 'minutes' }, work);
    expect(JobRegistry.getAllJobs().map(({ key }) => key)).toEqual(['b', 'a']);
    expect(JobRegistry.getJob('b')).toMatchObject({ key: 'b', fn: work, options: {} });
    expect(JobRegistry.getJob('b')?.definedAt).toMatch(/job-registry\.test\.ts:\d+$/);
    expect(JobRegistry.getJob('nobody')).toBeUndefined();
  });

  it('keeps the first of two with one key, and names both places', () => {
    const other = () => undefined;
    zenpulseJob('a', work);
    zenpulseJob('a', other);
    expect(JobRegistry.getJob('a')?.fn).toBe(work);
    expect(warn).toHaveBeenCalledOnce();
    const places = String(warn.mock.calls[0]?.[0]).match(/job-registry\.test\.ts:\d+/g);
    expect(new Set(places).size).toBe(2);
  });

  it('is silent when the very same line registers again, as a module loaded twice does', () => {
    for (let i = 0; i < 2; i += 1) zenpulseJob('a', work);
    expect(warn).not.toHaveBeenCalled();
    expect(JobRegistry.getAllJobs()).toHaveLength(1);
  });

  it('shares one registry between copies of the package', async () => {
    vi.resetModules();
    const copy = await import('./job-registry.ts');
    expect(copy.zenpulseJob).not.toBe(zenpulseJob);
    copy.zenpulseJob('from.copy', work);
    expect(JobRegistry.getJob('from.copy')?.fn).toBe(work);
  });

  it('keeps its own options: a later change of the object changes nothing', () => {
    const options: { maxInstances: number } = { maxInstances: 2 };
    zenpulseJob('a', options, work);
    options.maxInstances = 9;
    expect(JobRegistry.getJob('a')?.options.maxInstances).toBe(2);
  });

  describe('with a schema of its params', () => {
    const paramsSchema = z.object({ to: z.string(), limit: z.int().default(100) });

    it('types them in the job', () => {
      zenpulseJob('a', { paramsSchema, params: { to: 'x' } }, ({ params }) => {
        expectTypeOf(params).toEqualTypeOf<{ to: string; limit: number }>();
      });
      expect(JobRegistry.getJob('a')).toMatchObject({ paramsSchema, options: { params: { to: 'x' } } });
    });

    it('takes a job that only declares it, and one whose schedule needs none', () => {
      zenpulseJob('a', { paramsSchema }, work);
      zenpulseJob('b', { every: '5 minutes', paramsSchema: z.object({ to: z.string().optional() }) }, work);
      expect(JobRegistry.getAllJobs()).toHaveLength(2);
    });

    it.each([
      [
        'params that do not fit',
        { paramsSchema, params: { to: 5 } },
        /: params: .*params\.to: expected string/,
      ],
      ['a schedule without params', { paramsSchema, every: '5 minutes' }, /: params: .*params\.to: /],
      [
        'a schema of a list',
        { paramsSchema: z.array(z.string()) },
        /: paramsSchema: .* got a schema of "array"/,
      ],
      ['no schema', { paramsSchema: { to: 'string' } }, /: paramsSchema: expected a zod object/],
    ])('refuses %s', (_what, options, message) => {
      const register = () => zenpulseJob('a', options as unknown as JobOptions, work);
      expect(register).toThrow(TypeError);
      expect(register).toThrow(message);
    });

    it('refuses a check that is not synchronous where params are given', () => {
      const slow = z.object({ to: z.string().refine(async () => true) });
      const register = () => zenpulseJob('a', { paramsSchema: slow, params: { to: 'x' } }, work);
      expect(register).toThrow(/params: /);
    });
  });

  it('keeps a copy of its own: neither the caller nor a reader can change what is inside', () => {
    const params = { list: [1] };
    zenpulseJob('a', { params }, work);
    params.list.push(2);
    const kept = JobRegistry.getJob('a')?.options.params as typeof params;
    expect(kept).toEqual({ list: [1] });
    expect(() => kept.list.push(3)).toThrow(TypeError);
  });

  it('takes a note as the row will have it', () => {
    zenpulseJob('a', { note: ' Ann asked for it\n' }, work);
    expect(JobRegistry.getJob('a')?.options).toEqual({ note: 'Ann asked for it' });
  });

  it('keeps the isolation apart from what is the schedule’s', () => {
    zenpulseJob('a', { isolation: 'thread', maxInstances: 2 }, work);
    zenpulseJob('b', { isolation: 'inline' }, work);
    expect(JobRegistry.getJob('a')).toMatchObject({ isolation: 'thread', options: { maxInstances: 2 } });
    expect(JobRegistry.getJob('a')?.options).toEqual({ maxInstances: 2 });
    expect(JobRegistry.getJob('b')).toMatchObject({ isolation: 'inline', options: {} });
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = { circular };
  // As called from JavaScript, without types.
  const call = zenpulseJob as (...given: readonly unknown[]) => void;

  it.each<[string, () => void, string]>([
    [
      'options after the function',
      () => call('a', work, { maxInstances: 5 }),
      'zenpulseJob("a"): expected the options before the function, got {"maxInstances":5} after it',
    ],
    [
      'a second function',
      () => call('a', work, work),
      'expected the options before the function, got a function',
    ],
    ['a key among the options', () => call('a', { jobKey: 'b' }, work), 'jobKey: unknown option'],
    ['a variant without a trigger', () => call('a', { variant: 'b' }, work), 'triggerType: expected'],
    ...[[], null, undefined, 'x', 7, new Date(0)].map((options): [string, () => void, string] => [
      `options that are ${String(options)}`,
      () => call('a', options, work),
      'zenpulseJob("a"): expected an object of options before the function, got ',
    ]),
    ['a key that is a big integer', () => call(1n, work), 'zenpulseJob(1n): jobKey: expected a job key'],
    [
      'a key that is a symbol',
      () => call(Symbol('a'), work),
      'zenpulseJob(a symbol): jobKey: expected a job key',
    ],
    [
      'params that contain themselves',
      () => call('a', { params: circular }, work),
      'params.self.circular: expected JSON, got an object that contains itself',
    ],
    [
      'params with a date',
      () => call('a', { params: { at: [new Date(0)] } }, work),
      'params.at.0: expected text, a finite number, true, false, null, a list or an object, got "1970-01-01T00:00:00.000Z"',
    ],
    [
      'params with a function',
      () => call('a', { params: { work } }, work),
      'params.work: expected text, a finite',
    ],
    ['params with a big integer', () => call('a', { params: { n: 1n } }, work), 'list or an object, got 1n'],
    ['params with NaN', () => call('a', { params: { n: Number.NaN } }, work), 'list or an object, got NaN'],
    [
      'params that are a list',
      () => call('a', { params: [] }, work),
      'params: expected a JSON object, got []',
    ],
    ['no function', () => zenpulseJob('a', undefined as unknown as JobFunction), 'expected a function'],
    ['options alone', () => zenpulseJob('a', {} as unknown as JobFunction), 'expected a function, got {}'],
    ['an empty key', () => zenpulseJob('', work), 'jobKey: expected a job key'],
    ['a key that is no text', () => zenpulseJob(7 as unknown as string, work), 'jobKey: expected a job key'],
    [
      'an unknown option',
      () => zenpulseJob('a', { schedule: '* * * * *' } as JobOptions, work),
      'schedule: unknown field',
    ],
    [
      'a crontab line of four fields',
      () => zenpulseJob('a', { cron: '* * * *' }, work),
      'cron: expected five fields (minute hour day month day-of-week), got 4',
    ],
    [
      'two ways to say when',
      // @ts-expect-error an interval in the row's own fields is whole
      () => zenpulseJob('a', { every: '10 minutes', triggerType: 'interval' }, work),
      'every: expected one way to say when, got triggerType beside it',
    ],
    [
      'minute 60',
      () => zenpulseJob('a', { triggerType: 'cron', cronMinute: '60' }, work),
      'cronMinute: Use 0–59',
    ],
    [
      '31 February',
      () => zenpulseJob('a', { triggerType: 'cron', cronDay: '31', cronMonth: 'feb' }, work),
      'cronDay: expected days that exist',
    ],
    [
      'an interval without a unit',
      // @ts-expect-error an interval needs its unit
      () => zenpulseJob('a', { triggerType: 'interval', intervalValue: 5 }, work),
      'intervalUnit',
    ],
    [
      'an interval without a trigger',
      () => zenpulseJob('a', { intervalValue: 5 }, work),
      'triggerType: expected',
    ],
    [
      'an isolation that there is not',
      () => zenpulseJob('a', { isolation: 'process' as 'thread' }, work),
      'isolation: expected any of inline, thread, got "process"',
    ],
    [
      'an isolation of true beside another mistake',
      () => zenpulseJob('a', { isolation: true as unknown as 'thread', maxInstances: 0 }, work),
      'isolation: expected any of inline, thread, got true',
    ],
    ['a bad zone', () => zenpulseJob('a', { timezone: 'Mars/Olympus' }, work), 'timezone: expected an IANA'],
  ])('refuses %s with a TypeError that says what was expected', (_what, register, message) => {
    expect(register).toThrow(TypeError);
    expect(register).toThrow(message);
    expect(JobRegistry.getAllJobs()).toEqual([]);
  });
});
