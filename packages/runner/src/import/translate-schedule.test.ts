import { describe, expect, it } from 'vitest';
import { translateSchedule } from './translate-schedule.ts';

const ROW = {
  job_key: 'report',
  enabled: true,
  trigger_type: 'cron',
  interval_value: 5,
  interval_unit: 'minutes',
  cron_minute: '30',
  cron_hour: '8',
  cron_day: '*',
  cron_month: '*',
  cron_day_of_week: '*',
  max_instances: 2,
  coalesce: false,
  misfire_grace_time: 120,
  log_policy: 'all',
  updated_at: '2026-11-01T12:00:00.005Z',
};

const translated = (changes: Record<string, unknown> = {}) =>
  translateSchedule({ ...ROW, ...changes }, 'Asia/Dhaka');
const issuesOf = (changes: Record<string, unknown>) =>
  (translated(changes).issues ?? []).map(({ path, message }) => `${path}: ${message}`);

describe('a schedule of the original', () => {
  it('keeps what means the same, and gets the zone', () => {
    expect(translated()).toEqual({
      fields: {
        jobKey: 'report',
        variant: '',
        enabled: true,
        triggerType: 'cron',
        intervalValue: 5,
        intervalUnit: 'minutes',
        cronMinute: '30',
        cronHour: '8',
        cronDay: '*',
        cronMonth: '*',
        cronDayOfWeek: '*',
        timezone: 'Asia/Dhaka',
        maxInstances: 2,
        coalesce: false,
        misfireGraceTime: 120,
        logPolicy: 'all',
        timeoutSeconds: null,
        maxRetries: 0,
        params: {},
        onAmbiguous: 'skip',
        note: null,
        pausedUntil: null,
        pauseReason: null,
        owner: null,
        runbookUrl: null,
        blackouts: null,
      },
      notes: [],
      issues: null,
    });
  });

  it('has the zone of its row where a fork has one', () => {
    expect(translated({ timezone: 'Europe/Berlin' }).fields?.timezone).toBe('Europe/Berlin');
    expect(translated({ timezone: null }).fields?.timezone).toBe('Asia/Dhaka');
    expect(issuesOf({ timezone: 'Mars/Olympus' })).toEqual([
      'timezone: expected an IANA time zone such as "Europe/Berlin", got "Mars/Olympus"',
    ]);
  });

  it.each([
    [{ interval_value: null, interval_unit: null }, 1, 'minutes', ['interval_value', 'interval_unit']],
    [{ interval_value: 0, interval_unit: 'hours' }, 1, 'hours', ['interval_value']],
    [{ interval_value: 2, interval_unit: 'weeks' }, 2, 'weeks', []],
  ])('with the interval %j runs as its engine took it', (interval, value, unit, paths) => {
    const { fields, notes } = translated({ trigger_type: 'interval', ...interval });
    expect(fields).toMatchObject({ intervalValue: value, intervalUnit: unit });
    expect(notes.map(({ path }) => path)).toEqual(paths);
  });

  it('leaves out what is not in use and cannot be expressed here', () => {
    const interval = translated({ trigger_type: 'interval', cron_minute: '75', cron_day_of_week: 5 });
    expect(interval).toMatchObject({
      fields: { cronMinute: '*', intervalValue: 5 },
      notes: [],
      issues: null,
    });
    const cron = translated({ interval_value: -3 });
    expect(cron).toMatchObject({
      fields: { intervalValue: null, intervalUnit: null },
      notes: [],
      issues: null,
    });
  });

  it('reports unknown fields', () => {
    expect(translated({ queue: 'slow' }).notes).toEqual([
      { path: 'queue', message: 'unknown field, left out' },
    ]);
  });

  it('needs no more than a key: the rest are its defaults', () => {
    const { fields } = translateSchedule({ job_key: 'a', interval_value: 5 }, 'UTC');
    expect(fields).toMatchObject({ triggerType: 'interval', intervalUnit: 'minutes', misfireGraceTime: 60 });
  });
});

describe('a bad row is told by field and expectation', () => {
  it.each([
    [{ job_key: '' }, ['job_key: expected a job key of 1 to 255 printable characters, got ""']],
    [{ job_key: undefined }, ['job_key: expected a job key of 1 to 255 printable characters, got nothing']],
    [{ trigger_type: 'date' }, ['trigger_type: expected "interval" or "cron", got "date"']],
    [{ enabled: 'yes' }, ['enabled: expected true or false, got "yes"']],
    [{ max_instances: 0 }, ['max_instances: expected a whole number from 1 to 1000, got 0']],
    [{ log_policy: 'errors' }, ['log_policy: expected "none", "failures" or "all", got "errors"']],
    [
      { misfire_grace_time: 0 },
      ['misfire_grace_time: expected whole seconds from 1 to 31622400, or null for no limit, got 0'],
    ],
    [{ cron_hour: 8 }, ['cron_hour: expected text such as "*" or "*/15", got 8']],
    [
      { cron_minute: '75', coalesce: null },
      [
        'cron_minute: expected minutes 0-59 as its engine read them, such as *, 5, 10-40/5 or */15, got "75"',
        'coalesce: expected true or false, got null',
      ],
    ],
    [
      { cron_day: '31', cron_month: '2' },
      ['cron_day: expected days that exist: no date has day "31", month "2" and day of week "*"'],
    ],
    [
      { trigger_type: 'interval', interval_unit: 'fortnights' },
      ['interval_unit: expected "seconds", "minutes", "hours", "days" or "weeks", got "fortnights"'],
    ],
    [
      { trigger_type: 'interval', interval_value: -1 },
      ['interval_value: expected a whole number from 1, got -1'],
    ],
    [
      { trigger_type: 'interval', interval_value: 53, interval_unit: 'weeks' },
      ['interval_value: expected at most 366 days, got 53 weeks'],
    ],
  ])('%j', (changes, issues) => {
    expect(issuesOf(changes)).toEqual(issues);
  });
});
