import { describe, expect, it } from 'vitest';
import type { Trigger } from '../trigger.ts';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { listed, listedBackwards } from './fixtures/listed.ts';
import { Dice, randomCronLine } from './fixtures/random-cron.ts';
import { WalkedZone } from './fixtures/walked-zone.ts';
import { zoneOffsets } from './zone-offsets.ts';

const DAY_MS = 86_400_000;

/** Zones and a date shortly before a change of their clocks. */
const CHANGES = [
  ['Europe/Berlin', '2026-03-20'],
  ['Europe/Berlin', '2026-10-20'],
  ['America/New_York', '2025-03-01'],
  ['America/New_York', '2025-10-20'],
  ['Europe/Dublin', '2025-03-20'],
  ['Europe/Dublin', '2025-10-20'],
  ['Australia/Lord_Howe', '2025-04-01'],
  ['Australia/Lord_Howe', '2025-10-01'],
  ['Africa/Cairo', '2025-04-01'],
  ['Africa/Cairo', '2025-10-01'],
  ['America/Santiago', '2025-04-01'],
  ['America/Santiago', '2025-09-01'],
  ['Antarctica/Troll', '2025-03-20'],
  ['Antarctica/Troll', '2025-10-20'],
  ['Africa/Casablanca', '2025-02-01'],
  ['Africa/Casablanca', '2025-04-01'],
  ['America/Nuuk', '2024-03-20'],
  ['America/Nuuk', '2024-10-20'],
  ['Pacific/Apia', '2011-12-20'],
  ['Pacific/Apia', '2020-09-20'],
  ['Pacific/Kwajalein', '1993-08-10'],
  ['Asia/Pyongyang', '2018-05-01'],
  ['America/Caracas', '2016-04-20'],
  ['Asia/Kathmandu', '1985-12-20'],
  ['Africa/Monrovia', '1972-01-01'],
] as const;

/** Patterns that matter at a change of the clock, followed by as many random ones. */
const LINES = [
  '* * * * *',
  '0 2,3 * * *',
  '0 0-4 * * *',
  '59 0-3 * * *',
  '59 * * * *',
  '*/30 2 * * *',
  '30 23 * * *',
];
const CASES = 60;

describe('changes of the clock', () => {
  it.each(CHANGES)('%s after %s: fires as a walk along real time does', (timezone, date) => {
    const changeAt = zoneOffsets(timezone).periodAt(Date.parse(date)).endAt;
    const [from, to] = [changeAt - 2 * DAY_MS, changeAt + 2 * DAY_MS];
    const walked = new WalkedZone(timezone, from - 2 * DAY_MS, to + 2 * DAY_MS);
    forEachCase(timezone, ({ trigger, line, label }) => {
      const expected = walked.occurrences(line).filter((at) => at > from && at <= to);
      expect(listed(trigger, from, to), label).toEqual(expected);
      expect(listedBackwards(trigger, from, to), label).toEqual(expected);
    });
  });
});

describe('next, previous and count', () => {
  it.each(CHANGES)('%s from %s: agree on stretches of up to a year', (timezone, date) => {
    forEachCase(timezone, ({ trigger, dice, label }) => {
      const from = Date.parse(date) - dice.between(0, 5 * DAY_MS);
      checkStretch(trigger, from, from + dice.between(1, 400) * DAY_MS, dice, label);
    });
  });

  it.each(CHANGES)('%s: counts of stretches add up to the count of the whole, over centuries', (timezone) => {
    const [from, to] = [Date.UTC(1900, 0), Date.UTC(2200, 0)];
    forEachCase(timezone, ({ trigger, dice, label }) => {
      const middle = dice.between(from, to);
      const parts = trigger.count(from, middle) + trigger.count(middle, to);
      expect(parts, label).toBe(trigger.count(from, to));
    });
  });

  it('count every real minute', () => {
    const [from, to] = [Date.UTC(1980, 0), Date.UTC(2200, 0)];
    for (const timezone of ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe']) {
      expect(createCronTrigger(cronLine('* * * * *'), timezone).count(from, to)).toBe((to - from) / 60_000);
    }
  });
});

interface Case {
  readonly trigger: Trigger;
  readonly line: string;
  readonly dice: Dice;
  /** The seed, which a failure prints. */
  readonly label: string;
}

function forEachCase(timezone: string, check: (one: Case) => void): void {
  for (let seed = 0; seed < CASES; seed++) {
    const dice = new Dice(seed);
    const line = LINES[seed] ?? randomCronLine(dice);
    const trigger = createCronTrigger(cronLine(line), timezone);
    check({ trigger, line, dice, label: `seed ${seed}: "${line}" in ${timezone}` });
  }
}

/** Compares the three queries with a list of at most the first 300 occurrences. */
function checkStretch(trigger: Trigger, from: number, to: number, dice: Dice, label: string): void {
  const all = listed(trigger, from, to, 300);
  const end = all.length === 300 ? (all.at(-1) ?? to) : to;
  expect(trigger.count(from, end), label).toBe(all.length);
  expect(listedBackwards(trigger, from, end), label).toEqual(all);
  const before = trigger.previous(from);
  for (let probe = 0; probe < 20; probe++) {
    const at = dice.between(from, end);
    expect(trigger.previous(at), label).toBe(all.findLast((time) => time <= at) ?? before);
    expect(trigger.count(from, at), label).toBe(all.filter((time) => time <= at).length);
  }
}
