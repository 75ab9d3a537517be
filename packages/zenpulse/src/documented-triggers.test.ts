import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JobRegistry, nextRuns, zenpulseJob, type JobOptions, type TriggerInput } from './index.ts';
import { createTestRunner } from './testing.ts';

// The meanings of triggers in README and docs/schedules.md, read from their tables and checked with a runner.

/** A Thursday. */
const FROM = new Date('2026-01-01T00:00:00Z');

const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  'every 10 minutes': onDays(['01-01'], '00:10 00:20 00:30 00:40 00:50 01:00 01:10 01:20'),
  'every 30 minutes': onDays(['01-01'], '00:00 00:30 01:00 01:30 02:00 02:30 03:00 03:30'),
  'every full half hour': onDays(['01-01'], '00:00 00:30 01:00 01:30 02:00 02:30 03:00 03:30'),
  'daily at 8:30': onDays(
    ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08', '01-09', '01-10'],
    '08:30',
  ),
  'Sundays at midnight': onDays(
    ['01-04', '01-11', '01-18', '01-25', '02-01', '02-08', '02-15', '02-22'],
    '00:00',
  ),
  'the first of each month': onDays(
    ['01-01', '02-01', '03-01', '04-01', '05-01', '06-01', '07-01', '08-01'],
    '00:00',
  ),
  'the first of each month, midnight': onDays(
    ['01-01', '02-01', '03-01', '04-01', '05-01', '06-01', '07-01', '08-01'],
    '00:00',
  ),
  'weekdays at 18:00': onDays(
    ['01-01', '01-02', '01-05', '01-06', '01-07', '01-08', '01-09', '01-12', '01-13', '01-14'],
    '18:00',
  ),
  'the last day of each month at 23:00': onDays(
    ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31'],
    '23:00',
  ),
  'Friday the 13th at noon': [
    ...onDays(['02-13', '03-13', '11-13'], '12:00'),
    '2027-08-13T12:00',
    '2028-10-13T12:00',
    '2029-04-13T12:00',
    '2029-07-13T12:00',
    '2030-09-13T12:00',
  ],
};

function onDays(days: readonly string[], times: string): string[] {
  return days.flatMap((day) => times.split(' ').map((time) => `2026-${day}T${time}`));
}

interface Row {
  readonly words: string;
  readonly trigger: TriggerInput;
}

const document = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');
const rows = [...fieldRows(await document('README.md')), ...cronRows(await document('docs/schedules.md'))];

/** `| words | name: 'value', … |` */
function fieldRows(markdown: string): Row[] {
  return [...markdown.matchAll(/^\| ([^|`]+?) +\| (`triggerType:[^|]+)\|$/gm)].map(
    ([, words = '', cells = '']) => {
      const fields = [...cells.matchAll(/`(\w+): (?:'([^']+)'|(\d+))`/g)];
      const trigger = Object.fromEntries(
        fields.map(([, name, text, number]) => [name, text ?? Number(number)]),
      );
      return { words, trigger: trigger as TriggerInput }; // nextRuns and zenpulseJob check it
    },
  );
}

/** `| words | minute | hour | day | month | day of week |` */
function cronRows(markdown: string): Row[] {
  return [...markdown.matchAll(/^\| ([^|`]+?) +((?:\| `[^`|]+` +){5})\|$/gm)]
    .filter(([, words]) => words !== 'you want')
    .map(([, words = '', cells = '']) => {
      const [cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek] = [...cells.matchAll(/`([^`]+)`/g)].map(
        ([, cell]) => cell,
      );
      const trigger = {
        triggerType: 'cron' as const,
        cronMinute,
        cronHour,
        cronDay,
        cronMonth,
        cronDayOfWeek,
      };
      return { words, trigger };
    });
}

describe('the tables of triggers', () => {
  beforeEach(() => JobRegistry.clear());
  afterEach(() => JobRegistry.clear());

  it('have these rows', () => {
    expect(rows).toHaveLength(6 + 7);
    expect(new Set(rows.map(({ words }) => words))).toEqual(new Set(Object.keys(MEANINGS)));
  });

  it.each(rows.map((row) => [row.words, row.trigger] as const))('%s: %j', async (words, trigger) => {
    const meant = (MEANINGS[words] ?? []).map((text) => new Date(`${text}:00Z`));
    const justBefore = new Date(FROM.getTime() - 1_000);
    const from = trigger.triggerType === 'interval' ? FROM : justBefore;
    expect(nextRuns(trigger, { from, count: meant.length })).toEqual(meant);

    zenpulseJob('documented', trigger as JobOptions, () => undefined);
    const runner = createTestRunner({ now: from });
    await runner.advance((meant.at(-1)?.getTime() ?? 0) - from.getTime());
    expect(runner.runs().map(({ scheduledAt }) => scheduledAt)).toEqual(meant);
    expect(runner.runs().every(({ status }) => status === 'success')).toBe(true);
    await runner.stop();
  });
});
