import { describe, expect, it } from 'vitest';
import type { Trigger } from '../trigger.ts';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';
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

describe('changes of the clock', () => {
  it.each(CHANGES)('%s after %s: fires as a walk along real time does', (timezone, date) => {
    const changeAt = zoneOffsets(timezone).periodAt(Date.parse(date)).endAt;
    const [from, to] = [changeAt - 2 * DAY_MS, changeAt + 2 * DAY_MS];
    const walked = new WalkedZone(timezone, from - 2 * DAY_MS, to + 2 * DAY_MS);
    for (let seed = 1; seed <= 60; seed++) {
      const line = randomCronLine(new Dice(seed));
      const expected = walked.occurrences(line).filter((at) => at > from && at <= to);
      const trigger = createCronTrigger(cronLine(line), timezone);
      expect(listed(trigger, from, to), `seed ${seed}: "${line}" in ${timezone}`).toEqual(expected);
    }
  });
});

describe('next, previous and count', () => {
  it.each(CHANGES)(
    '%s from %s: previous goes back the way that next came, count counts its steps',
    (timezone, date) => {
      for (let seed = 1; seed <= 60; seed++) {
        const dice = new Dice(seed);
        const line = randomCronLine(dice);
        const from = Date.parse(date) - dice.between(0, 5 * DAY_MS);
        const to = from + dice.between(1, 400) * DAY_MS;
        checkStretch(
          createCronTrigger(cronLine(line), timezone),
          from,
          to,
          dice,
          `seed ${seed}: "${line}" in ${timezone}`,
        );
      }
    },
  );

  it.each(CHANGES)('%s: counts of stretches add up to the count of the whole, over centuries', (timezone) => {
    for (let seed = 1; seed <= 60; seed++) {
      const dice = new Dice(seed);
      const line = randomCronLine(dice);
      const trigger = createCronTrigger(cronLine(line), timezone);
      const [from, to] = [Date.UTC(1900, 0), Date.UTC(2200, 0)];
      const middle = dice.between(from / 1000, to / 1000) * 1000;
      const parts = trigger.count(from, middle) + trigger.count(middle, to);
      expect(parts, `seed ${seed}: "${line}" in ${timezone}`).toBe(trigger.count(from, to));
    }
  });

  it('counts every real minute', () => {
    const [from, to] = [Date.UTC(1900, 0), Date.UTC(2200, 0)];
    expect(createCronTrigger(cronLine('* * * * *'), 'UTC').count(from, to)).toBe((to - from) / 60_000);
    const berlin = createCronTrigger(cronLine('* * * * *'), 'Europe/Berlin');
    expect(berlin.count(Date.UTC(1980, 0), to)).toBe((to - Date.UTC(1980, 0)) / 60_000);
  });
});

/** Compares the three questions with a list of all occurrences, of the first 300 at most. */
function checkStretch(trigger: Trigger, from: number, to: number, dice: Dice, label: string): void {
  const all = listed(trigger, from, to, 300);
  const end = all.length === 300 ? (all.at(-1) ?? to) : to;
  expect(trigger.count(from, end), label).toBe(all.length);
  const before = trigger.previous(from);
  const back = [...all].reverse().map((at) => trigger.previous(at - 1));
  if (all.length > 0) expect(back, label).toEqual([...all.slice(0, -1).reverse(), before]);
  for (let probe = 0; probe < 20; probe++) {
    const at = dice.between(from, end);
    expect(trigger.previous(at), label).toBe(all.findLast((time) => time <= at) ?? before);
    expect(trigger.count(from, at), label).toBe(all.filter((time) => time <= at).length);
  }
}

function listed(trigger: Trigger, from: number, to: number, limit = Infinity): number[] {
  const found: number[] = [];
  for (let at = trigger.next(from); at !== null && at <= to && found.length < limit; at = trigger.next(at)) {
    found.push(at);
  }
  return found;
}
