import { BY_TEST } from '@zenpulse/core/testing';
import {
  completeSchedule,
  nextOccurrences,
  SCHEDULE_DEFAULTS,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

/** The times that the domain computes for a trigger. */
function expectedTimes(
  trigger: Partial<ScheduleFields>,
  from: string,
  count: number,
  anchor = from,
): string[] {
  const all = completeSchedule.parse({ ...SCHEDULE_DEFAULTS, jobKey: 'x', timezone: 'UTC', ...trigger });
  const times = nextOccurrences({ ...all, anchorAt: Date.parse(anchor) }, Date.parse(from), count);
  return times.map((at) => new Date(at).toISOString());
}

function cron(line: string, timezone: string): Partial<ScheduleFields> {
  const [cronMinute = '', cronHour = '', cronDay = '', cronMonth = '', cronDayOfWeek = ''] = line.split(' ');
  return { triggerType: 'cron', cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek, timezone };
}

describe.concurrent('zenpulse next --cron', () => {
  it('answers the instants of the contract', async () => {
    const args = [
      '--cron',
      '30 8 * * mon',
      '--timezone',
      'Asia/Dhaka',
      '--from',
      '2026-01-01T00:00:00Z',
      '--count',
      '5',
    ];
    expect(await answerOf(sandbox.folder, ['next', ...args])).toEqual([
      '2026-01-05T02:30:00.000Z',
      '2026-01-12T02:30:00.000Z',
      '2026-01-19T02:30:00.000Z',
      '2026-01-26T02:30:00.000Z',
      '2026-02-02T02:30:00.000Z',
    ]);
  });

  it('fires once at the end of a gap', async () => {
    const args = [
      '--cron',
      '30 2 * * *',
      '--timezone',
      'Europe/Berlin',
      '--from',
      '2026-03-28T12:00:00Z',
      '--count',
      '2',
    ];
    expect(await answerOf(sandbox.folder, ['next', ...args])).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it.each([
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z'],
    ['0,30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z'],
    ['*/30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z'],
    ['30 1-4 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z'],
    ['30 * * * *', 'Australia/Lord_Howe', '2026-04-04T12:00:00Z'],
    ['0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00:00Z'],
    ['0 0 * * 7', 'America/Santiago', '2026-09-05T12:00:00Z'],
    ['0 12 * * *', 'Pacific/Apia', '2011-12-28T00:00:00Z'],
    ['15 10 L * *', 'Asia/Kathmandu', '2026-01-01T00:00:00Z'],
    ['0 9 * jan-mar fri#2', 'Europe/Dublin', '2026-01-01T00:00:00Z'],
    ['0 8 15W * *', 'Africa/Casablanca', '2026-02-01T00:00:00Z'],
    ['0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z'],
  ])('agrees with the domain: %s in %s', async (line, zone, from) => {
    const args = ['next', '--cron', line, '--timezone', zone, '--from', from, '--count', '8'];
    const times = await answerOf<string[]>(sandbox.folder, args);
    expect(times).toEqual(expectedTimes(cron(line, zone), from, 8));
    expect(times).toHaveLength(8);
  });

  it('prints the local times, the zone, the words and the warnings', async () => {
    const args = [
      '--cron',
      '0 0 1 * mon',
      '--timezone',
      'Europe/Berlin',
      '--from',
      '2026-01-01T00:00:00Z',
      '--count',
      '1',
    ];
    const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['next', ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'At 00:00, on day 1 of the month, only on Monday (Europe/Berlin)',
      '  Mon 2026-06-01 00:00:00 +02:00   2026-05-31T22:00:00.000Z',
      'Warning: Day of month and day of week must both match. In a crontab either would be enough.',
    ]);
  });

  it('takes the zone from the settings', async () => {
    const args = ['next', '--cron', '0 12 * * *', '--from', '2026-01-01T00:00:00Z', '--count', '1'];
    const times = await answerOf(sandbox.folder, args, { ZENPULSE_TIMEZONE: 'Asia/Tokyo' });
    expect(times).toEqual(['2026-01-01T03:00:00.000Z']);
  });

  it('prints five from now by default', async () => {
    const before = Date.now();
    const times = await answerOf<string[]>(sandbox.folder, ['next', '--cron', '* * * * *']);
    expect(times).toHaveLength(5);
    expect(Date.parse(times[0] ?? '')).toBeGreaterThan(before);
    expect(Date.parse(times[0] ?? '') - before).toBeLessThan(120_000);
  });
});

describe.concurrent('zenpulse next --every', () => {
  it('counts from the whole second of --from, as a row would', async () => {
    const args = ['next', '--every', '10 minutes', '--from', '2026-01-01T00:00:00.789Z', '--count', '1'];
    expect(await answerOf(sandbox.folder, args)).toEqual(['2026-01-01T00:10:00.000Z']);
  });

  it('counts from the anchor', async () => {
    const [from, anchor] = ['2026-01-01T00:00:01Z', '2025-12-31T23:57:00Z'];
    const args = ['next', '--every', '10 minutes', '--anchor', anchor, '--from', from, '--count', '3'];
    const times = await answerOf(sandbox.folder, args);
    const trigger = { triggerType: 'interval', intervalValue: 10, intervalUnit: 'minutes' } as const;
    expect(times).toEqual(expectedTimes(trigger, from, 3, anchor));
    expect(times).toEqual([
      '2026-01-01T00:07:00.000Z',
      '2026-01-01T00:17:00.000Z',
      '2026-01-01T00:27:00.000Z',
    ]);
  });

  it('counts from --from without one', async () => {
    const args = ['next', '--every', '1 week', '--from', '2026-01-01', '--count', '1'];
    expect(await answerOf(sandbox.folder, args)).toEqual(['2026-01-08T00:00:00.000Z']);
  });
});

describe('zenpulse next of a schedule', () => {
  it('reads its trigger, anchor and zone', async () => {
    const { schedules } = await sandbox.backend();
    const { anchorAt } = await schedules.create(
      fields({ jobKey: 'tick', intervalValue: 7, intervalUnit: 'minutes' }),
      BY_TEST,
    );
    const cronFields = {
      triggerType: 'cron',
      cronMinute: '0',
      cronHour: '8',
      timezone: 'Asia/Dhaka',
    } as const;
    await schedules.create(fields({ jobKey: 'tick', variant: 'eu', enabled: false, ...cronFields }), BY_TEST);
    const from = new Date(anchorAt + 1).toISOString();
    const [times, variant, words] = await Promise.all([
      answerOf(sandbox.folder, ['next', 'tick', '--from', from, '--count', '2']),
      answerOf(sandbox.folder, ['next', 'tick', '--variant', 'eu', '--from', '2026-01-01', '--count', '1']),
      zenpulse(sandbox.folder, ['next', 'tick', '--variant', 'eu', '--from', '2026-01-01']),
    ]);
    expect(times).toEqual([7, 14].map((minutes) => new Date(anchorAt + minutes * 60_000).toISOString()));
    expect(variant).toEqual(['2026-01-01T02:00:00.000Z']);
    expect(words.stdout).toMatch(
      /^tick \(eu\): Every day at 08:00 \(Asia\/Dhaka\)\nThe schedule is disabled: .*\n {2}Thu 2026-01-01 08:00:00 \+06:00/,
    );
    expect(await refusalOf(sandbox.folder, ['next', 'tock'])).toMatch(
      /^there is no schedule "tock" in SQLite \/.*zenpulse\.db; expected a job key or an id, such as tick$/,
    );
  });
});

describe.concurrent('zenpulse next refuses', () => {
  it.each<[string, string[], RegExp]>([
    ['nothing to ask', [], /^expected --cron .*--every .*or the job key/],
    [
      'six fields',
      ['--cron', '0 30 8 * * mon'],
      /^--cron: expected five fields .* got 6 in .*no field for seconds/,
    ],
    [
      'each bad field by its name',
      ['--cron', '60 8 * 13 mon'],
      /^--cron \(minute\): Use 0–59.* got "60"\. Did you mean 0\?; --cron \(month\): Use 1–12.* got "13"$/,
    ],
    ['a date that does not exist', ['--cron', '0 0 31 2 *'], /^--cron \(day\): expected days that exist/],
    [
      'a zone that is none',
      ['--cron', '* * * * *', '--timezone', 'Mars/Olympus'],
      /^--timezone: expected an IANA.*"Mars\/Olympus"$/,
    ],
    [
      'a length without a unit',
      ['--every', '30'],
      /^--every: expected a whole number and seconds.* got "30"$/,
    ],
    ['a length of nothing', ['--every', '0 minutes'], /^--every: expected a whole number from 1, got 0$/],
    [
      'a length beyond all measure, once',
      ['--every', '99999999999999999999 days'],
      /^--every: expected a whole number from 1, got 1\d+$/,
    ],
    ['a length beyond a year', ['--every', '53 weeks'], /^--every: expected at most 366 days, got 53 weeks$/],
    [
      'two triggers',
      ['--every', '1 hour', '--cron', '* * * * *'],
      /'--every <length>' cannot be used with option '--cron/,
    ],
    ['a trigger beside a schedule', ['tick', '--every', '1 hour'], /^expected either a schedule or --every/],
    [
      'an anchor for a cron',
      ['--cron', '* * * * *', '--anchor', '2026-01-01'],
      /^--anchor: expected --every/,
    ],
    [
      'a time without a zone',
      ['--every', '1 hour', '--from', '2026-01-01T00:00:00'],
      /'--from <instant>'.*Expected an instant such as/,
    ],
    ['a count of none', ['--every', '1 hour', '--count', '0'], /'--count <n>'.*whole number from 1 to 1000/],
    ['an unknown flag', ['--evry', '1 hour'], /^unknown option '--evry' \(Did you mean --every\?\)$/],
  ])('%s', async (_what, args, message) => {
    expect(await refusalOf(sandbox.folder, ['next', ...args])).toMatch(message);
  });
});
