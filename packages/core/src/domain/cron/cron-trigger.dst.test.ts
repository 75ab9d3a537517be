import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';

/** Each pattern on the night of a change: what fires, and whether croner 11 with `no-wildcard` says the same. */
describe('Berlin sets its clock forward at 02:00 on 29 March 2026', () => {
  const night = ['2026-03-28T22:59:00Z', '2026-03-29T03:59:00Z'] as const;

  it.each([
    ['30 2', 'a fixed time fires at the end of the gap', ['01:00']],
    ['0,30 2', 'several in the gap merge into one', ['01:00']],
    ['*/30 2', 'not fixed: the gap does not fire', []],
    [
      '30 1-4',
      'a range is fixed: 01:30, the end of the gap, 03:30, 04:30',
      ['00:30', '01:00', '01:30', '02:30'],
    ],
    ['0 2,3', 'the gap merges with the match at its very end', ['01:00']],
    ['30 *', 'every real hour', ['23:30', '00:30', '01:30', '02:30', '03:30']],
    ['*/30 2,3', 'a regular match at the end of the gap is one', ['01:00', '01:30']],
  ])('%s: %s', (pattern, _, times) => {
    const occurrences = ours(`${pattern} * * *`, 'Europe/Berlin', ...night);
    expect(occurrences.map((time) => time.slice(11, 16))).toEqual(times);
    expect(occurrences).toEqual(croners(`${pattern} * * *`, 'Europe/Berlin', ...night));
  });

  it.each([
    ['0-59 2', 'the numbers of a star without the star', ['01:00']],
    ['0-59/30 2', 'a range with a step', ['01:00']],
    ['30 0-4/2', 'a range with a step in the hour', ['23:30', '01:00', '02:30']],
  ])('%s is fixed too: %s', (pattern, _, times) => {
    const occurrences = ours(`${pattern} * * *`, 'Europe/Berlin', ...night);
    expect(occurrences.map((time) => time.slice(11, 16))).toEqual(times);
  });
});

describe('Berlin sets its clock back at 03:00 on 25 October 2026', () => {
  const night = ['2026-10-24T21:59:00Z', '2026-10-25T02:59:00Z'] as const;

  it.each([
    ['30 2', 'a fixed time fires once, the first time', ['00:30']],
    ['0,30 2', 'each of several fires once', ['00:00', '00:30']],
    ['*/30 2', 'not fixed: both passes fire', ['00:00', '00:30', '01:00', '01:30']],
    ['30 1-4', 'a range is fixed', ['23:30', '00:30', '02:30']],
    ['0 2,3', 'no second 02:00', ['00:00', '02:00']],
    ['30 *', 'every real hour', ['22:30', '23:30', '00:30', '01:30', '02:30']],
  ])('%s: %s', (pattern, _, times) => {
    const occurrences = ours(`${pattern} * * *`, 'Europe/Berlin', ...night);
    expect(occurrences.map((time) => time.slice(11, 16))).toEqual(times);
    expect(occurrences).toEqual(croners(`${pattern} * * *`, 'Europe/Berlin', ...night));
  });
});

/** The only two places found where croner 11 does not do what the design says. */
describe('where croner differs', () => {
  it('calls a range with a step fixed, as it contains no star (croner: never with a step)', () => {
    const gap = ['0-30/30 2 * * *', 'Europe/Berlin', '2026-03-28T22:59:00Z', '2026-03-29T03:59:00Z'] as const;
    expect(ours(...gap)).toEqual(['2026-03-29T01:00:00Z']);
    expect(croners(...gap)).toEqual([]);
    const overlap = [
      '30 0-4/2 * * *',
      'Europe/Berlin',
      '2026-10-24T21:59:00Z',
      '2026-10-25T03:59:00Z',
    ] as const;
    expect(ours(...overlap)).toEqual([
      '2026-10-24T22:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T03:30:00Z',
    ]);
    expect(croners(...overlap)).toContain('2026-10-25T01:30:00Z');
  });

  it('fires at the end of a gap that lasts until midnight (croner: not at all)', () => {
    const gap = ['30 23 * * sat', 'America/Nuuk', '2024-03-30T12:00:00Z', '2024-03-31T12:00:00Z'] as const;
    expect(ours(...gap)).toEqual(['2024-03-31T01:00:00Z']);
    expect(croners(...gap)).toEqual([]);
  });
});

describe('other zones', () => {
  it.each([
    [
      '15 2',
      'Australia/Lord_Howe',
      'half an hour forward',
      '2025-10-04T12',
      '2025-10-05T12',
      ['2025-10-04T15:30'],
    ],
    [
      '45 1',
      'Australia/Lord_Howe',
      'half an hour back',
      '2026-04-04T00',
      '2026-04-05T00',
      ['2026-04-04T14:45'],
    ],
    [
      '*/15 1',
      'Australia/Lord_Howe',
      'both half hours',
      '2026-04-04T14:30',
      '2026-04-04T15:30',
      ['2026-04-04T14:45', '2026-04-04T15:00', '2026-04-04T15:15'],
    ],
    ['0 0', 'Africa/Cairo', 'no midnight', '2025-04-24T12', '2025-04-25T12', ['2025-04-24T22:00']],
    [
      '0 0',
      'Africa/Cairo',
      'the hour before midnight twice',
      '2025-10-30T12',
      '2025-10-31T12',
      ['2025-10-30T22:00'],
    ],
    ['30 23', 'Africa/Cairo', 'its first pass', '2025-10-30T12', '2025-10-31T12', ['2025-10-30T20:30']],
    ['0 0', 'America/Santiago', 'no midnight', '2025-09-06T12', '2025-09-07T12', ['2025-09-07T04:00']],
    [
      '30 1,2',
      'Antarctica/Troll',
      'two hours forward',
      '2025-03-29T12',
      '2025-03-30T12',
      ['2025-03-30T01:00'],
    ],
    [
      '30 1,2',
      'Antarctica/Troll',
      'two hours back',
      '2025-10-25T12',
      '2025-10-26T12',
      ['2025-10-25T23:30', '2025-10-26T00:30'],
    ],
    [
      '30 2',
      'Africa/Casablanca',
      'forward after Ramadan',
      '2025-04-05T12',
      '2025-04-06T12',
      ['2025-04-06T02:00'],
    ],
    [
      '30 1',
      'Europe/Dublin',
      'a winter that is the exception',
      '2025-03-29T12',
      '2025-03-30T12',
      ['2025-03-30T01:00'],
    ],
    [
      '30 12',
      'Pacific/Apia',
      'a date that does not exist',
      '2011-12-29T12',
      '2011-12-31T12',
      ['2011-12-29T22:30', '2011-12-30T22:30'],
    ],
    ['30 12 30 12', 'Pacific/Apia', 'and only that date', '2011-12-01T00', '2012-02-01T00', []],
  ])('%s in %s: %s', (pattern, timezone, _, from, to, times) => {
    const line = pattern.split(' ').length === 2 ? `${pattern} * * *` : `${pattern} *`;
    const found = ours(line, timezone, iso(from), iso(to));
    expect(found).toEqual(times.map(iso));
  });
});

function iso(text: string): string {
  return text.includes(':') ? `${text}:00Z` : `${text}:00:00Z`;
}

function ours(line: string, timezone: string, from: string, to: string): string[] {
  const trigger = createCronTrigger(cronLine(line), timezone);
  return between(from, to, (after) => trigger.next(after));
}

function croners(line: string, timezone: string, from: string, to: string): string[] {
  const cron = new Cron(line, { timezone, mode: '5-part', domAndDow: true, fixedTimeRule: 'no-wildcard' });
  return between(from, to, (after) => cron.nextRun(new Date(after))?.getTime() ?? null);
}

function between(from: string, to: string, next: (after: number) => number | null): string[] {
  const found: string[] = [];
  let at = next(Date.parse(from));
  for (; at !== null && at <= Date.parse(to); at = next(at))
    found.push(new Date(at).toISOString().replace('.000', ''));
  return found;
}
