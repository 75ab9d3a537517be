import { describe, expect, it } from 'vitest';
import {
  accountForOccurrences,
  nextOccurrences,
  pastTriggerOf,
  triggerOf,
  type InForce,
  type Schedule,
  type Trigger,
} from '@zenpulse/core/domain';
import { Random } from '../random.ts';
import type { NaiveTimetable } from './naive-timetable.ts';
import { NaiveZone } from './naive-zone.ts';
import { naiveTimetable, randomNaive, storedAs, type Scene } from './random-timetable.ts';

const DAY_MS = 86_400_000;
/** How many timetables of each zone and day. */
const SEEDS = Number(process.env['ZENPULSE_TIMETABLE_SEEDS'] ?? 25);

/** A zone, a day on which its clock changes (or does not), and another zone for windows. */
const SCENES = [
  ['Europe/Berlin', '2026-03-29', 'America/New_York'],
  ['Europe/Berlin', '2026-10-25', 'Asia/Kathmandu'],
  ['America/New_York', '2026-03-08', 'UTC'],
  ['America/New_York', '2026-11-01', 'Europe/Berlin'],
  ['America/St_Johns', '2026-03-08', 'Asia/Kolkata'],
  ['Australia/Lord_Howe', '2026-04-05', 'Europe/Berlin'],
  ['Australia/Lord_Howe', '2026-10-04', 'Pacific/Chatham'],
  ['Asia/Kathmandu', '2026-06-15', 'Australia/Lord_Howe'],
  ['Pacific/Apia', '2011-12-30', 'Pacific/Honolulu'],
  ['Pacific/Honolulu', '2011-12-30', 'Pacific/Apia'],
  ['Africa/Casablanca', '2026-02-15', 'Europe/Berlin'],
  ['Africa/Cairo', '2026-04-24', 'Africa/Casablanca'],
  ['America/Santiago', '2026-09-06', 'America/New_York'],
  ['UTC', '2026-03-29', 'Europe/Berlin'],
] as const;

describe.each(SCENES)('a timetable in %s around %s, with windows also in %s', (timezone, day, other) => {
  const from = Date.parse(day) - 4 * DAY_MS;
  const to = Date.parse(day) + 5 * DAY_MS;
  const zones = new Map([timezone, other].map((zone) => [zone, new NaiveZone(zone, from, to)]));
  const scene: Scene = { from, to, zones };

  it('is due, was due and lapsed as a reader with a calendar and a clock says', () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const naive = randomNaive(new Random(seed), scene);
      const read: Read = {
        label: `seed ${seed} in ${timezone} around ${day}: ${JSON.stringify(naive)}`,
        row: storedAs(naive),
        naive: naiveTimetable(naive, scene),
        random: new Random(seed),
        scene,
      };
      isDueAsRead(read);
      wasDueAsRead(read);
      lapsedAsRead(read);
    }
  });
});

interface Read {
  /** What to repeat, for a failure. */
  readonly label: string;
  readonly row: Schedule & InForce;
  readonly naive: NaiveTimetable;
  readonly random: Random;
  readonly scene: Scene;
}

function isDueAsRead({ label, row, naive, random, scene }: Read): void {
  const { from, to } = scene;
  const due = naive.instants(from, to).filter((at) => naive.isDue(at));
  const trigger = triggerOf(row);
  // The list of a preview.
  expect(timesOf(nextOccurrences(row, from - 1, due.length)), label).toEqual(timesOf(due));
  expect(trigger.next(due.at(-1) ?? from - 1) ?? to, label).toBeGreaterThanOrEqual(to);
  expect(trigger.count(from - 1, to - 1), label).toBe(due.length);
  for (const at of probes(due, random, scene)) {
    const question = `${label} at ${new Date(at).toISOString()}`;
    const next = due.find((one) => one > at);
    const previous = due.findLast((one) => one <= at);
    if (next !== undefined) expect(trigger.next(at), question).toBe(next);
    if (previous !== undefined) expect(trigger.previous(at), question).toBe(previous);
    expect(trigger.count(from - 1, at), question).toBe(due.filter((one) => one <= at).length);
  }
}

function wasDueAsRead({ label, row, naive, scene: { from, to } }: Read): void {
  const due = naive.instants(from, to).filter((at) => naive.wasDue(at));
  const trigger = pastTriggerOf(row);
  expect(timesOf(listed(trigger, from, to)), label).toEqual(timesOf(due));
  expect(trigger.count(from - 1, to - 1), label).toBe(due.length);
}

/** The list of occurrences, page by page. */
function lapsedAsRead({ label, row, naive, random, scene: { from, to } }: Read): void {
  const expected = naive.instants(from, to).map((at) => ({ at, reason: naive.lapseAt(at) }));
  const limit = random.pick([7, 100, 100_000]);
  let rest = expected;
  for (let begin: number | null = from; begin !== null;) {
    const { items, nextFrom }: ReturnType<typeof account> = account(row, begin, to, limit);
    for (const { scheduledAt, lastAt, count, reason, fate } of items) {
      if (fate === 'not-in-the-year') continue; // a local time that never came
      const told = rest.slice(0, count);
      rest = rest.slice(count);
      const question = `${label} at ${new Date(scheduledAt).toISOString()}`;
      expect([told[0]?.at, told.at(-1)?.at], question).toEqual([scheduledAt, lastAt]);
      for (const one of told) expect([one.at, one.reason], question).toEqual([one.at, reason]);
    }
    begin = nextFrom;
  }
  expect(rest, label).toEqual([]);
}

function account(schedule: Schedule & InForce, from: number, to: number, limit: number) {
  return accountForOccurrences({
    schedule,
    from,
    to,
    limit,
    now: to + DAY_MS,
    records: [],
    isCut: false,
    running: [],
    lastRun: null,
    keptSince: null,
    waiting: new Set(),
    unknownJobSince: null,
  });
}

/** Instants at random, and around what is due. */
function probes(due: readonly number[], random: Random, { from, to }: Scene): number[] {
  return Array.from({ length: 12 }, () => {
    const near = due.length === 0 ? from : (due[random.int(0, due.length - 1)] ?? from);
    return random.chance(0.5) ? random.int(from, to - 1) : Math.max(from, near + random.int(-1, 1));
  });
}

function listed(trigger: Trigger, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = trigger.next(from - 1); at !== null && at < to; at = trigger.next(at)) found.push(at);
  return found;
}

function timesOf(instants: readonly number[]): string[] {
  return instants.map((at) => new Date(at).toISOString());
}
