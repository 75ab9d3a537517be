import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { cronNeverFires } from './cron-never-fires.ts';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { Dice, randomCronLine } from './fixtures/random-cron.ts';
import { zoneOffsets } from './zone-offsets.ts';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Santiago',
  'Antarctica/Troll',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
] as const;

const CASES_PER_ZONE = 300;

describe('against croner 11', () => {
  it.each(ZONES.map((zone, index) => [zone, index] as const))(
    'fires at the same times in %s',
    (zone, index) => {
      for (let seed = index * 1_000; seed < index * 1_000 + CASES_PER_ZONE; seed++) compare(zone, seed);
    },
  );
});

function compare(zone: string, seed: number): void {
  const dice = new Dice(seed);
  const line = randomCronLine(dice);
  if (cronNeverFires(cronLine(line))) return;
  const from = instant(dice, zone);
  const trigger = createCronTrigger(cronLine(line), zone);
  const cron = new Cron(readByCroner(line), {
    timezone: zone,
    mode: '5-part',
    domAndDow: true,
    fixedTimeRule: 'no-wildcard',
  });
  const label = `seed ${seed}: "${line}" in ${zone} from ${new Date(from).toISOString()}`;
  const theirNext = cron.nextRuns(8, new Date(from)).map(Number);
  expect(
    steps(from, theirNext.length, (at) => trigger.next(at)),
    label,
  ).toEqual(theirNext);
  const theirPrevious = cron.previousRuns(4, new Date(from)).map(Number);
  expect(
    steps(from, theirPrevious.length, (at) => trigger.previous(at - 1)),
    label,
  ).toEqual(theirPrevious);
}

/** A time from 2015 to 2035, every other one up to two days before a change of the clock. */
function instant(dice: Dice, zone: string): number {
  const at = dice.between(Date.UTC(2015, 0) / 1000, Date.UTC(2035, 0) / 1000) * 1000;
  if (dice.between(0, 1)) return at;
  return zoneOffsets(zone).periodAt(at).endAt - dice.between(0, 48 * 3_600) * 1000;
}

function steps(from: number, length: number, step: (at: number) => number | null): (number | null)[] {
  let at: number | null = from;
  return Array.from({ length }, () => (at = at === null ? null : step(at)));
}

/**
 * Croner treats no cron with a step as a fixed time; the design does unless the step is of `*`. With the range written
 * out as a list both agree (the tests of changes of the clock show the difference).
 */
function readByCroner(line: string): string {
  const [minute = '', hour = '', ...days] = line.split(' ');
  if (`${minute}${hour}`.includes('*')) return line;
  return [written(minute), written(hour), ...days].join(' ');
}

function written(text: string): string {
  return text.replace(/(\d+)-(\d+)\/(\d+)/g, (_, from, to, step) => {
    const values: number[] = [];
    for (let value = Number(from); value <= Number(to); value += Number(step)) values.push(value);
    return values.join(',');
  });
}
