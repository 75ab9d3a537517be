import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

  it('keeps the isolation apart from what is the schedule’s', () => {
    zenpulseJob('a', { isolation: 'thread', maxInstances: 2 }, work);
    zenpulseJob('b', { isolation: 'inline' }, work);
    expect(JobRegistry.getJob('a')).toMatchObject({ isolation: 'thread', options: { maxInstances: 2 } });
    expect(JobRegistry.getJob('a')?.options).toEqual({ maxInstances: 2 });
    expect(JobRegistry.getJob('b')).toMatchObject({ isolation: 'inline', options: {} });
  });

  it.each<[string, () => void, string]>([
    ['no function', () => zenpulseJob('a', undefined as unknown as JobFunction), 'expected a function'],
    [
      'options alone',
      () => zenpulseJob('a', {} as unknown as JobFunction),
      'expected a function, got undefined',
    ],
    ['an empty key', () => zenpulseJob('', work), 'jobKey: expected a job key'],
    ['a key that is no text', () => zenpulseJob(7 as unknown as string, work), 'jobKey: expected a job key'],
    [
      'an unknown option',
      () => zenpulseJob('a', { cron: '* * * * *' } as JobOptions, work),
      'cron: unknown field',
    ],
    [
      'minute 60',
      () => zenpulseJob('a', { triggerType: 'cron', cronMinute: '60' }, work),
      'cronMinute: expected',
    ],
    [
      '31 February',
      () => zenpulseJob('a', { triggerType: 'cron', cronDay: '31', cronMonth: 'feb' }, work),
      'cronDay: expected days that exist',
    ],
    [
      'an interval without a unit',
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
