import type { Overview, ScheduleIs, ScheduleItem } from '@zenpulse/contract';
import type { StoredSchedule } from '@zenpulse/core/domain';
import { presentErrorGroup, presentSchedules, testOf, type StateReading } from '@zenpulse/present';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';

const MOST_OF_EACH = 12;
const DAY_MS = 24 * 3_600_000;
const WITHIN_MS = 300;
const TESTS = ['failing', 'missed', 'damaged', 'unregistered'] as const satisfies readonly ScheduleIs[];

/** What needs attention: some of each kind, and the errors of the last day. */
export async function attentionOf(
  reading: StateReading,
  { backend, clock, damaged }: Installation,
  now: number,
): Promise<Overview['attention']> {
  const { schedules, figures } = backend;
  // All rows are looked at once; until that is done there are none.
  const known = { ids: async () => (await inTime(damaged.ids(), WITHIN_MS, clock)) ?? [] };
  const listed = async (is: ScheduleIs) => {
    const test = await testOf(is, reading, known);
    const page = { sort: 'jobKey', isDescending: false, limit: MOST_OF_EACH, isUncounted: true } as const;
    return (await schedules.list({ ...page, test })).items;
  };
  const [groups, ...lists] = await Promise.all([
    figures.errorGroups({ from: now - DAY_MS, limit: MOST_OF_EACH }),
    ...TESTS.map(listed),
  ]);
  const items = await presentSchedules(lists.flat(), backend, reading);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const shown = (rows: readonly StoredSchedule[] = []): ScheduleItem[] =>
    rows.flatMap((row) => itemOf.get(row.isDamaged ? row.damaged.id : row.schedule.id) ?? []);
  const [failing, missed, broken, unregistered] = lists.map(shown);
  return {
    failing: failing ?? [],
    missed: missed ?? [],
    damaged: broken ?? [],
    unregistered: unregistered ?? [],
    errors: groups.items.map(presentErrorGroup),
  };
}
