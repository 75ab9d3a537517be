import type { Overview, ScheduleCounts, ScheduleIs, ScheduleItem } from '@zenpulse/contract';
import type { StoredSchedule } from '@zenpulse/core/domain';
import { presentErrorGroup, presentSchedules, testOf, type StateReading } from '@zenpulse/present';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';

const MOST_OF_EACH = 12;
const DAY_MS = 24 * 3_600_000;
const WITHIN_MS = 300;
const TESTS = ['failing', 'missed', 'damaged', 'unregistered'] as const satisfies readonly ScheduleIs[];

/** What needs attention: some of each kind, and the errors of the last day. `counts`: where known, how many there are. */
export async function attentionOf(
  reading: StateReading,
  counts: ScheduleCounts | null,
  { backend, clock, damaged }: Installation,
  now: number,
): Promise<Overview['attention']> {
  const { schedules, figures } = backend;
  // All rows are looked at once; until that is done there are none.
  const known = { ids: async () => (await inTime(damaged.ids(), WITHIN_MS, clock)) ?? [] };
  const rows: Record<(typeof TESTS)[number], readonly StoredSchedule[]> = {
    failing: [],
    missed: [],
    damaged: [],
    unregistered: [],
  };
  // One after the other: the connections are the application's, too.
  for (const is of TESTS) {
    if (counts?.[is] === 0) continue;
    const test = await testOf(is, reading, known);
    const page = { sort: 'jobKey', isDescending: false, limit: MOST_OF_EACH, isUncounted: true } as const;
    rows[is] = (await schedules.list({ ...page, test })).items;
  }
  const groups = await figures.errorGroups({ from: now - DAY_MS, limit: MOST_OF_EACH });
  const items = await presentSchedules(Object.values(rows).flat(), backend, reading);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const shown = (is: (typeof TESTS)[number]): ScheduleItem[] =>
    rows[is].flatMap((row) => itemOf.get(row.isDamaged ? row.damaged.id : row.schedule.id) ?? []);
  return {
    failing: shown('failing'),
    missed: shown('missed'),
    damaged: shown('damaged'),
    unregistered: shown('unregistered'),
    errors: groups.items.map(presentErrorGroup),
  };
}
