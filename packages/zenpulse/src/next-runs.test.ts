import { describe, expect, it } from 'vitest';
import { nextRuns, type NextRunsOptions, type TriggerInput } from './next-runs.ts';

const FROM = new Date('2026-01-01T00:00:00.250Z');
const DAILY = { triggerType: 'cron', cronMinute: '30', cronHour: '8' } as const;
const EVERY_10_MINUTES = { triggerType: 'interval', intervalValue: 10, intervalUnit: 'minutes' } as const;

describe('nextRuns', () => {
  it('gives as many instants as are asked for, strictly after from', () => {
    const first = new Date('2026-01-01T08:30:00Z');
    expect(nextRuns(DAILY, { from: FROM, count: 1 })).toEqual([first]);
    expect(nextRuns(DAILY, { from: first, count: 2 })).toEqual([
      new Date('2026-01-02T08:30:00Z'),
      new Date('2026-01-03T08:30:00Z'),
    ]);
    expect(nextRuns(DAILY, { from: FROM, count: 0 })).toEqual([]);
  });

  it('takes an undefined field for one that is left out', () => {
    const trigger: TriggerInput = { ...DAILY, cronDay: undefined, timezone: undefined, anchorAt: undefined };
    expect(nextRuns(trigger, { from: FROM, count: 1 })).toHaveLength(1);
  });

  it.each([
    ['the whole second of from', undefined, '00:10'],
    ['a Date', new Date('2026-01-01T00:01:00Z'), '00:11'],
    ['a number', Date.parse('2025-12-31T23:58:00Z'), '00:08'],
    ['text', '2026-01-01T01:03:00+01:00', '00:13'],
    ['a date, which is midnight UTC', '2025-12-31', '00:10'],
  ])('counts an interval from %s', (_what, anchorAt, first) => {
    const runs = nextRuns({ ...EVERY_10_MINUTES, anchorAt }, { from: FROM, count: 1 });
    expect(runs).toEqual([new Date(`2026-01-01T${first}:00Z`)]);
  });

  it.each<[unknown, unknown, string]>([
    [
      { ...DAILY, cronMinute: '60' },
      {},
      'cronMinute: Use 0–59, *, */15, 1,15 or 10-40/5; got "60". Did you mean 0?',
    ],
    [{ ...DAILY, cronMinut: '5' }, {}, 'cronMinut: unknown field'],
    [{ cronMinute: '5' }, {}, 'triggerType: expected "interval" or "cron", got nothing'],
    [{ ...DAILY, cronMinute: '60', cronHour: 'x' }, {}, 'cronHour: Use 0–23'],
    [{ ...DAILY, timezone: 'Mars/Olympus' }, {}, 'timezone: expected an IANA time zone'],
    [{ triggerType: 'interval' }, {}, 'intervalValue: expected a whole number from 1, got nothing'],
    [
      { ...EVERY_10_MINUTES, anchorAt: 'garbage' },
      {},
      'anchorAt: expected a Date, epoch milliseconds, or text',
    ],
    [{ ...EVERY_10_MINUTES, anchorAt: '2026-01-01T00:00:00' }, {}, 'anchorAt: expected'],
    [{ ...EVERY_10_MINUTES, anchorAt: new Date(Number.NaN) }, {}, 'anchorAt: expected'],
    [{ ...EVERY_10_MINUTES, anchorAt: Number.POSITIVE_INFINITY }, {}, 'anchorAt: expected'],
    [{ ...EVERY_10_MINUTES, anchorAt: null }, {}, 'anchorAt: expected'],
    [null, {}, 'trigger: expected an object, got null'],
    ['30 8 * * *', {}, 'trigger: expected an object, got "30 8 * * *"'],
    [DAILY, undefined, 'options: expected an object, got nothing'],
    [DAILY, { from: '2026-01-01T00:00:00Z' }, 'from: expected a Date, got "2026-01-01T00:00:00Z"'],
    [DAILY, { from: undefined }, 'from: expected a Date, got nothing'],
    [DAILY, { from: new Date(Number.NaN) }, 'from: expected a Date, got an invalid Date'],
    ...[Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, '2', undefined].map(
      (count): [unknown, unknown, string] => [
        DAILY,
        { count },
        'count: expected a whole number from 0, got ',
      ],
    ),
  ])('refuses %j with %j in one line: %s', (trigger, options, message) => {
    const given = options === undefined ? undefined : { from: FROM, count: 1, ...(options as object) };
    // As called from JavaScript.
    const call = () => nextRuns(trigger as TriggerInput, given as NextRunsOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(new RegExp(`^nextRuns: .*${message.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}.*$`));
  });
});
