import type { Overview, ScheduleIs, ScheduleItem } from '@zenpulse/contract';
import type { StoredSchedule } from '@zenpulse/core/domain';
import { presentErrorGroup, presentSchedules, testOf, type StateReading } from '@zenpulse/present';
import type { Installation } from '../installation.ts';
import type { KnownSchedule } from '../known/known-schedule.ts';
import type { KnownStates } from '../known/known-states.ts';
import { rowsOf } from '../known/page-in-order.ts';

const MOST_OF_EACH = 12;
const DAY_MS = 24 * 3_600_000;
const TESTS = ['failing', 'missed', 'damaged', 'unregistered'] as const satisfies readonly ScheduleIs[];

type RowsByTest = Readonly<Record<(typeof TESTS)[number], readonly StoredSchedule[]>>;

/**
 * What needs attention: some of each kind, and the errors of the last day. `states`: null until all rows were read; then the
 * database is asked, and no row counts as damaged.
 */
export async function attentionOf(
  reading: StateReading,
  states: KnownStates | null,
  { backend }: Pick<Installation, 'backend'>,
  now: number,
): Promise<Overview['attention']> {
  const { schedules, figures } = backend;
  const rows = states === null ? await askedRows(reading, schedules) : await knownRows(states, schedules);
  const groups = await figures.errorGroups({ from: now - DAY_MS, limit: MOST_OF_EACH });
  const items = await presentSchedules(Object.values(rows).flat(), backend, reading);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const shown = (is: (typeof TESTS)[number]): ScheduleItem[] =>
    rows[is].flatMap((row) => itemOf.get(idOf(row)) ?? []);
  return {
    failing: shown('failing'),
    missed: shown('missed'),
    damaged: shown('damaged'),
    unregistered: shown('unregistered'),
    errors: groups.items.map(presentErrorGroup),
  };
}

type Schedules = Installation['backend']['schedules'];

/** One statement for all of them. */
async function knownRows(states: KnownStates, schedules: Schedules): Promise<RowsByTest> {
  const found = { failing: [], missed: [], damaged: [], unregistered: [] } as Record<
    (typeof TESTS)[number],
    readonly KnownSchedule[]
  >;
  for (const is of TESTS) {
    if (states.counts[is] > 0) found[is] = firstOf(await states.passing(is), MOST_OF_EACH);
  }
  const all = new Map(
    Object.values(found)
      .flat()
      .map((one) => [one.id, one]),
  );
  const rowOf = new Map((await rowsOf([...all.values()], schedules)).map((row) => [idOf(row), row]));
  const rows = (is: (typeof TESTS)[number]) => found[is].flatMap(({ id }) => rowOf.get(id) ?? []);
  return {
    failing: rows('failing'),
    missed: rows('missed'),
    damaged: rows('damaged'),
    unregistered: rows('unregistered'),
  };
}

/** One after the other: the connections are the application's, too. */
async function askedRows(reading: StateReading, schedules: Schedules): Promise<RowsByTest> {
  const page = { sort: 'jobKey', isDescending: false, limit: MOST_OF_EACH, isUncounted: true } as const;
  const rows = async (is: ScheduleIs) =>
    (await schedules.list({ ...page, test: await testOf(is, reading, NONE) })).items;
  return {
    failing: await rows('failing'),
    missed: await rows('missed'),
    damaged: [],
    unregistered: await rows('unregistered'),
  };
}

const NONE = { ids: () => Promise.resolve([]) };

function idOf(row: StoredSchedule): string {
  return row.isDamaged ? row.damaged.id : row.schedule.id;
}

/** The first so many by their jobs. */
function firstOf(schedules: readonly KnownSchedule[], limit: number): readonly KnownSchedule[] {
  const first: KnownSchedule[] = [];
  for (const one of schedules) {
    const last = first[limit - 1];
    if (last !== undefined && !isBefore(one, last)) continue;
    const at = first.findIndex((other) => isBefore(one, other));
    first.splice(at === -1 ? first.length : at, 0, one);
    first.length = Math.min(first.length, limit);
  }
  return first;
}

function isBefore(a: KnownSchedule, b: KnownSchedule): boolean {
  return a.jobKey === b.jobKey ? a.id < b.id : a.jobKey < b.jobKey;
}
