import { describe, expect, it, vi } from 'vitest';
import { blackoutDefinition, type BlackoutDefinition } from './blackout-definition.ts';
import { closedTimesOf } from './blackout-window.ts';
import { changedTrigger } from './changed-trigger.ts';
import { closedAt } from './closed-times.ts';
import { createCronTrigger } from './cron/cron-trigger.ts';
import { createIntervalTrigger } from './interval-trigger.ts';

const DAY_MS = 86_400_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** An independent reading: what the zone's calendar and clock show at an instant, by Intl. */
function readerOf(timezone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at: number) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
    return { date, time: `${parts['hour']}:${parts['minute']}`, day: String(parts['weekday']).toLowerCase() };
  };
}

function isClosed(
  { dates, weekly }: BlackoutDefinition,
  seen: ReturnType<ReturnType<typeof readerOf>>,
): boolean {
  const now = `${seen.date}T${seen.time}`;
  const yesterday = DAYS[(DAYS.indexOf(seen.day as (typeof DAYS)[number]) + 6) % 7] ?? 'sun';
  return (
    dates.some(
      ({ from, to }) =>
        (from.length === 10 ? seen.date >= from : now >= from) &&
        (to.length === 10 ? seen.date <= to : now < to),
    ) ||
    weekly.some(({ days, from, to }) => {
      const isToday = days.some((day) => day === seen.day);
      if (to > from) return isToday && seen.time >= from && seen.time < to;
      return (isToday && seen.time >= from) || (days.includes(yesterday) && seen.time < to);
    })
  );
}

/** A random number generator with a seed. */
function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}

const two = (n: number) => String(n).padStart(2, '0');

function randomDefinition(
  random: (below: number) => number,
  timezone: string,
  middle: number,
): BlackoutDefinition {
  const time = () => `${two(random(24))}:${two(random(4) * 15)}`;
  const date = (offset: number) => new Date(middle + offset * DAY_MS).toISOString().slice(0, 10);
  const weekly = Array.from({ length: random(3) }, () => ({
    days: DAYS.filter(() => random(2) === 0).concat(DAYS[random(7)] ?? 'mon'),
    from: time(),
    to: random(5) === 0 ? '24:00' : time(),
  }));
  const first = random(4) - 3;
  const dates = [
    { from: date(first), to: date(first + random(2)) },
    { from: `${date(random(3))}T${time()}`, to: `${date(3 + random(2))}T${time()}` },
  ].slice(0, random(3));
  return blackoutDefinition.parse({
    timezone,
    dates,
    weekly: weekly.length + dates.length === 0 ? [{ days: ['sun'], from: '01:00', to: '04:00' }] : weekly,
  });
}

/** Days around which the clocks of some of these zones change, and one on which none does. */
const MIDDLES = [
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '2026-03-08',
  '2026-04-05',
  '2026-02-18',
  '2026-06-15',
];

describe.each(ZONES)('blackout windows in %s, read minute by minute', (timezone) => {
  it.each(MIDDLES)('around %s', (day) => {
    const middle = Date.parse(`${day}T00:00:00Z`);
    const read = readerOf(timezone);
    const random = randomOf(middle / 1000 + timezone.length);
    const [from, to] = [middle - 3 * DAY_MS, middle + 3 * DAY_MS];
    const seen = new Map<number, ReturnType<typeof read>>();
    for (let at = from; at <= to; at += 5 * 60_000) seen.set(at, read(at));
    for (let round = 0; round < 12; round++) {
      const definition = randomDefinition(random, timezone, middle);
      const closed = closedTimesOf(definition);
      const open: number[] = [];
      for (const [at, shown] of seen) {
        const isShut = isClosed(definition, shown);
        if ((closedAt(closed, at) !== null) !== isShut) {
          expect.fail(`${JSON.stringify(definition)} at ${new Date(at).toISOString()}: expected ${isShut}`);
        }
        if (!isShut) open.push(at);
      }
      // A trigger of every five minutes yields the open ones, and counts them.
      const rule = createIntervalTrigger(5, 'minutes', from - 300_000);
      const trigger = changedTrigger(rule, { closed, skipped: [], added: [] });
      const found: number[] = [];
      for (let at = trigger.next(from - 1); at !== null && at <= to; at = trigger.next(at)) found.push(at);
      expect(found).toEqual(open);
      expect(trigger.count(from - 1, to)).toBe(open.length);
      expect(trigger.previous(to)).toBe(open.at(-1) ?? trigger.previous(from));
    }
  });
});

it('a window that is always closed leaves nothing, and soon says so', () => {
  const definition = blackoutDefinition.parse({
    timezone: 'Europe/Berlin',
    weekly: [{ days: [...DAYS], from: '00:00', to: '24:00' }],
  });
  const rule = createCronTrigger(
    { cronMinute: '0', cronHour: '12', cronDay: '*', cronMonth: '*', cronDayOfWeek: '*' },
    'Europe/Berlin',
  );
  const trigger = changedTrigger(rule, { closed: closedTimesOf(definition), skipped: [], added: [] });
  expect(trigger.next(Date.parse('2026-01-01T00:00:00Z'))).toBeNull();
});

it('a date far away is found without the years before it, and a clock set back on its way there is not forgotten', () => {
  const { DateTimeFormat } = Intl;
  const read = vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function (...inputs) {
    return new DateTimeFormat(...inputs);
  });
  try {
    const far = closedTimesOf(
      blackoutDefinition.parse({
        timezone: 'America/Halifax',
        dates: [
          { from: '2026-11-01T01:00', to: '2026-11-01T01:30' },
          { from: '9990-01-01', to: '9990-01-02' },
        ],
      }),
    );
    // 01:00 to 01:30 comes twice on that day.
    expect(far.next(Date.parse('2026-11-01T04:45:00Z'))).toEqual({
      from: Date.parse('2026-11-01T05:00:00Z'),
      until: Date.parse('2026-11-01T05:30:00Z'),
    });
    expect(far.next(Date.parse('2026-11-01T05:30:00Z'))?.from).toBe(Date.parse('9990-01-01T04:00:00Z'));
    expect(read.mock.calls.length).toBeLessThan(10);
  } finally {
    read.mockRestore();
  }
});

it.each<[object, string]>([
  [{ timezone: 'UTC' }, 'dates'],
  [{ timezone: 'Mars/Olympus', weekly: [{ days: ['mon'], from: '00:00', to: '01:00' }] }, 'timezone'],
  [{ timezone: 'UTC', weekly: [{ days: [], from: '00:00', to: '01:00' }] }, 'weekly.0.days'],
  [{ timezone: 'UTC', weekly: [{ days: ['mon'], from: '25:00', to: '01:00' }] }, 'weekly.0.from'],
  [{ timezone: 'UTC', dates: [{ from: '2026-02-30', to: '2026-03-01' }] }, 'dates.0.from'],
  [{ timezone: 'UTC', dates: [{ from: '2026-02-02', to: '2026-02-01' }] }, 'dates.0.to'],
])('%j is refused', (input, path) => {
  expect(blackoutDefinition.safeParse(input).error?.issues[0]?.path.join('.')).toBe(path);
});
