import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { listed, listedBackwards } from './fixtures/listed.ts';

/** A night in UTC, each of its times no more than a day from the others. */
type Night = readonly [timezone: string, from: string, to: string];

/** 02:00 becomes 03:00 at 01:00 UTC. */
const FORWARD: Night = ['Europe/Berlin', '2026-03-28T22:59:00Z', '2026-03-29T03:59:00Z'];
/** 03:00 becomes 02:00 at 01:00 UTC. */
const BACK: Night = ['Europe/Berlin', '2026-10-24T21:59:00Z', '2026-10-25T02:59:00Z'];

describe('when Berlin sets its clock forward', () => {
  it.each([
    ['30 2', 'a fixed time fires at the end of the gap', ['01:00']],
    ['0,30 2', 'several in the gap merge into one', ['01:00']],
    ['*/30 2', 'not fixed: the gap does not fire', []],
    ['30 1-4', 'a range is fixed, and only 02:30 moves', ['00:30', '01:00', '01:30', '02:30']],
    ['0 2,3', 'the gap merges with the match at its very end', ['01:00']],
    ['30 *', 'every real hour', ['23:30', '00:30', '01:30', '02:30', '03:30']],
    ['*/30 2,3', 'not fixed: only 03:00 and 03:30', ['01:00', '01:30']],
  ])('%s: %s', (pattern, _, times) => {
    expect(fires(pattern, FORWARD)).toEqual(times);
    expect(firesInCroner(pattern, FORWARD)).toEqual(times);
  });
});

describe('when Berlin sets its clock back', () => {
  it.each([
    ['30 2', 'a fixed time fires once, the first time', ['00:30']],
    ['0,30 2', 'each of several fires once', ['00:00', '00:30']],
    ['*/30 2', 'not fixed: both passes fire', ['00:00', '00:30', '01:00', '01:30']],
    ['30 1-4', 'a range is fixed', ['23:30', '00:30', '02:30']],
    ['0 2,3', 'no second 02:00', ['00:00', '02:00']],
    ['30 *', 'every real hour', ['22:30', '23:30', '00:30', '01:30', '02:30']],
  ])('%s: %s', (pattern, _, times) => {
    expect(fires(pattern, BACK)).toEqual(times);
    expect(firesInCroner(pattern, BACK)).toEqual(times);
  });
});

/** The only two places found where croner 11, with `no-wildcard`, differs from the design. */
describe('where croner differs', () => {
  it.each([
    ['0-59/30 2', FORWARD, ['01:00'], []],
    ['0-30/30 2', BACK, ['00:00', '00:30'], ['00:00', '00:30', '01:00', '01:30']],
    ['30 0-4/2', FORWARD, ['23:30', '01:00', '02:30'], ['23:30', '02:30']],
    ['30 0-4/2', BACK, ['22:30', '00:30'], ['22:30', '00:30', '01:30']],
  ] as const)(
    '%s is fixed, as a range with a step has no star (croner: never with a step)',
    (pattern, night, ours, theirs) => {
      expect(fires(pattern, night)).toEqual(ours);
      expect(firesInCroner(pattern, night)).toEqual(theirs);
    },
  );

  it('30 23 fires at the end of a gap that lasts until midnight (croner: not at all)', () => {
    const night: Night = ['America/Nuuk', '2024-03-30T12:00:00Z', '2024-03-31T12:00:00Z'];
    expect(fires('30 23', night)).toEqual(['01:00']);
    expect(firesInCroner('30 23', night)).toEqual([]);
  });
});

it('0-59 is not a star', () => {
  expect(fires('0-59 2', FORWARD)).toEqual(['01:00']);
  expect(fires('0-59 2', BACK)).toHaveLength(60);
  expect(fires('* 2', FORWARD)).toEqual([]);
  expect(fires('* 2', BACK)).toHaveLength(120);
});

describe('other zones, from noon to noon UTC', () => {
  it.each([
    ['15 2', 'Australia/Lord_Howe', '2025-10-04', 'half an hour forward', ['15:30']],
    ['45 1', 'Australia/Lord_Howe', '2026-04-04', 'half an hour back', ['14:45']],
    ['*/30 1', 'Australia/Lord_Howe', '2026-04-04', '01:30 twice', ['14:00', '14:30', '15:00']],
    ['0 0', 'Africa/Cairo', '2025-04-24', 'a day that begins at 01:00', ['22:00']],
    ['0 0', 'Africa/Cairo', '2025-10-30', 'one midnight after two hours from 23:00', ['22:00']],
    ['30 23', 'Africa/Cairo', '2025-10-30', 'the first of two', ['20:30']],
    ['*/30 23', 'Africa/Cairo', '2025-10-30', 'both', ['20:00', '20:30', '21:00', '21:30']],
    ['0 0', 'America/Santiago', '2025-09-06', 'a day that begins at 01:00', ['04:00']],
    ['30 23', 'America/Santiago', '2026-04-04', 'the first of two', ['02:30']],
    ['30 1,2', 'Antarctica/Troll', '2025-03-29', 'two hours forward', ['01:00']],
    ['30 1,2', 'Antarctica/Troll', '2025-10-25', 'two hours back', ['23:30', '00:30']],
    ['30 2', 'Africa/Casablanca', '2025-04-05', 'forward after Ramadan', ['02:00']],
    ['30 2', 'Africa/Casablanca', '2025-02-22', 'back before Ramadan', ['01:30']],
    ['30 1', 'Europe/Dublin', '2025-03-29', 'forward to standard time', ['01:00']],
    ['30 1', 'Europe/Dublin', '2025-10-25', 'back from standard time', ['00:30']],
    ['30 2', 'America/New_York', '2025-03-08', 'forward', ['07:00']],
    ['30 1', 'America/New_York', '2025-11-01', 'back', ['05:30']],
    ['30 2', 'Asia/Kathmandu', '2025-03-29', 'no change', ['20:45']],
    ['5 0', 'Asia/Kathmandu', '1985-12-31', 'a quarter of an hour forward at midnight', ['18:30']],
  ])('%s in %s on %s: %s', (pattern, timezone, date, _, times) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    const nextNoon = new Date(noon + 86_400_000).toISOString();
    expect(fires(pattern, [timezone, new Date(noon).toISOString(), nextNoon])).toEqual(times);
  });
});

describe('30 December 2011, which Apia left out', () => {
  const apia: Night = ['Pacific/Apia', '2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z'];

  it.each(['30 12', '*/60 12'])('%s fires on the days around it', (pattern) => {
    const minute = pattern === '30 12' ? '30' : '00';
    expect(fires(pattern, apia)).toEqual([`22:${minute}`, `22:${minute}`]);
  });

  it('a cron for that date alone does not fire', () => {
    const trigger = createCronTrigger(cronLine('30 12 30 12 *'), 'Pacific/Apia');
    expect(trigger.count(Date.parse('2011-12-01'), Date.parse('2012-02-01'))).toBe(0);
  });
});

/** The times (UTC) at which a pattern fires in a night, the same by `next`, `previous` and `count`. */
function fires(pattern: string, [timezone, from, to]: Night): string[] {
  const trigger = createCronTrigger(cronLine(`${pattern} * * *`), timezone);
  const [after, upTo] = [Date.parse(from), Date.parse(to)];
  const occurrences = listed(trigger, after, upTo);
  expect(listedBackwards(trigger, after, upTo)).toEqual(occurrences);
  expect(trigger.count(after, upTo)).toBe(occurrences.length);
  return occurrences.map(timeOfDay);
}

function firesInCroner(pattern: string, [timezone, from, to]: Night): string[] {
  const options = { timezone, mode: '5-part', domAndDow: true, fixedTimeRule: 'no-wildcard' } as const;
  const occurrences = new Cron(`${pattern} * * *`, options).nextRuns(10, new Date(from));
  return occurrences
    .map(Number)
    .filter((at) => at <= Date.parse(to))
    .map(timeOfDay);
}

function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
