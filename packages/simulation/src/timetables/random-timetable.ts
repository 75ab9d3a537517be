import {
  blackoutDefinition,
  newSchedule,
  SCHEDULE_DEFAULTS,
  type BlackoutWindow,
  type ExceptionEntry,
  type InForce,
  type Schedule,
} from '@zenpulse/core/domain';
import type { Random } from '../random.ts';
import {
  NaiveTimetable,
  type NaiveException,
  type NaiveSchedule,
  type NaiveWindow,
} from './naive-timetable.ts';
import type { NaiveZone } from './naive-zone.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 1_440 * MINUTE_MS;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The stretch of real time in which a timetable is read, and the zones that were read for it. */
export interface Scene {
  readonly from: number;
  readonly to: number;
  readonly zones: ReadonlyMap<string, NaiveZone>;
}

/** A schedule with a rule in the first zone and windows in any of them, whose exceptions often meet its occurrences. */
export function randomNaive(random: Random, scene: Scene): NaiveSchedule {
  const zones = [...scene.zones.keys()];
  const windows = Array.from({ length: random.int(0, 2) }, () =>
    randomWindow(random, random.pick(zones), scene),
  );
  const bare: NaiveSchedule = {
    ...randomRule(random, scene),
    timezone: zones[0] ?? '',
    effectiveFrom: scene.from - DAY_MS,
    pauses: [],
    pausedUntil: null,
    exceptions: [],
    windows,
  };
  const ofRule = naiveTimetable(bare, scene).instants(scene.from, scene.to);
  const someTime = () => {
    const at = random.int(scene.from / SECOND_MS, scene.to / SECOND_MS - 1) * SECOND_MS;
    return random.chance(0.5) || ofRule.length === 0 ? at : (ofRule[random.int(0, ofRule.length - 1)] ?? at);
  };
  return {
    ...bare,
    ...randomPauses(random, someTime),
    effectiveFrom: random.chance(0.3) ? someTime() + random.int(0, 1) : bare.effectiveFrom,
    exceptions: randomExceptions(random, someTime),
  };
}

export function naiveTimetable(schedule: NaiveSchedule, { zones, to }: Scene): NaiveTimetable {
  const zoneOf = (timezone: string): NaiveZone => {
    const zone = zones.get(timezone);
    if (zone === undefined) throw new Error(`expected a zone that was read, got ${timezone}`);
    return zone;
  };
  return new NaiveTimetable(schedule, zoneOf, to);
}

function randomRule(random: Random, { from }: Scene) {
  const cron = {
    cronMinute: random.pick(['0', '30', '15,45', '*/20', '0-59/7', '5', '59', '0,1,2']),
    cronHour: random.pick(['*', '*/6', '0-3', '1,2,3', '2', '0', '23', '8-18/5', '22,23,0']),
    cronDay: random.pick(['*', '*', '*', '1-15', '*/3', '28-31']),
    cronMonth: random.pick(['*', '*', '1-12/1']),
    cronDayOfWeek: random.pick(['*', '*', '*', '0', '1-5', '0,6', '0#1', '0#5']),
  };
  const intervalSeconds = random.pick([300, 300, 420, 3_600, 5_400, 43_200, 86_400, 129_600, 608_400]);
  const anchorAt = from + random.int(-20 * 86_400, 86_400) * SECOND_MS;
  return { triggerType: random.pick(['cron', 'interval'] as const), intervalSeconds, anchorAt, ...cron };
}

function randomWindow(random: Random, timezone: string, { from, to }: Scene): NaiveWindow {
  const time = () => `${two(random.int(0, 23))}:${two(random.pick([0, 15, 30, 59]))}`;
  const date = (day: number) => new Date(from + day * DAY_MS).toISOString().slice(0, 10);
  const weekly = Array.from({ length: random.int(0, 3) }, () => ({
    days: random.chance(0.25) ? DAYS : DAYS.filter(() => random.chance(0.5)).concat(random.pick(DAYS)),
    from: random.chance(0.2) ? '00:00' : time(),
    to: random.chance(0.2) ? '24:00' : time(),
  }));
  const length = Math.round((to - from) / DAY_MS);
  const dates = Array.from({ length: random.int(weekly.length === 0 ? 1 : 0, 3) }, () => {
    const first = random.int(0, length - 1);
    const last = first + random.int(0, 2);
    return random.chance(0.5)
      ? { from: date(first), to: date(last) }
      : { from: `${date(first)}T${time()}`, to: `${date(last + 1)}T${time()}` };
  });
  return { timezone, dates, weekly };
}

function randomPauses(random: Random, someTime: () => number): Pick<NaiveSchedule, 'pauses' | 'pausedUntil'> {
  const pauses = Array.from({ length: random.int(0, 2) }, () => {
    const [from, until] = [someTime(), someTime()];
    return { from: Math.min(from, until), until: Math.max(from, until) };
  });
  const last = random.chance(0.5) ? undefined : pauses.at(-1);
  return { pauses, pausedUntil: last?.until ?? null };
}

function randomExceptions(random: Random, someTime: () => number): NaiveException[] {
  const found = Array.from({ length: random.int(0, 5) }, (): NaiveException => {
    const at = someTime();
    const kind = random.pick(['skip', 'move', 'run'] as const);
    return kind === 'move' ? { kind, at, to: someTime() } : { kind, at };
  });
  // Nobody skips or moves one occurrence twice.
  return found.filter((one, i) => one.kind === 'run' || !found.slice(0, i).some(({ at }) => at === one.at));
}

/** The row of that schedule, as it is stored. */
export function storedAs(naive: NaiveSchedule): Schedule & InForce {
  const { windows, pauses, pausedUntil, effectiveFrom, intervalSeconds, exceptions, ...rule } = naive;
  const fields = {
    ...SCHEDULE_DEFAULTS,
    ...rule,
    jobKey: 'report',
    intervalValue: intervalSeconds,
    intervalUnit: 'seconds',
    logPolicy: 'all',
  } as const;
  const current = pausedUntil === null ? undefined : pauses.at(-1);
  const past = current === undefined ? pauses : pauses.slice(0, -1);
  const entries: ExceptionEntry[] = [
    ...exceptions.map((one, i) => ({ id: `e${i}`, reason: null, ...entryOf(one) })),
    ...past.map(({ from, until }, i) => ({
      kind: 'pause' as const,
      id: `p${i}`,
      at: iso(from),
      to: iso(until),
      reason: null,
    })),
  ];
  return {
    ...newSchedule('schedule-1', fields, effectiveFrom),
    anchorAt: rule.anchorAt,
    pausedFrom: current === undefined ? null : iso(current.from),
    pausedUntil: current === undefined ? null : iso(current.until),
    exceptions: entries.length === 0 ? null : entries,
    blackoutWindows: windows.map((window, i): BlackoutWindow => ({
      name: `window-${i}`,
      definition: blackoutDefinition.parse(window),
    })),
  };
}

function entryOf(one: NaiveException) {
  return one.kind === 'move'
    ? { kind: one.kind, at: iso(one.at), to: iso(one.to) }
    : { kind: one.kind, at: iso(one.at) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
