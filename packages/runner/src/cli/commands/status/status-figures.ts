import type { StoredSchedule } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import {
  nextRuns,
  presentSchedules,
  readStates,
  testOf,
  todayAndHours,
  type Overview,
  type ScheduleItem,
} from '@zenpulse/present';
import type { Settings } from '@zenpulse/store';

/** The figures of `GET /api/overview` that the command shows too. */
export interface StatusFigures extends Pick<Overview, 'timezone' | 'todaySince' | 'today' | 'next'> {
  /** At most 100. */
  readonly failing: readonly FailingJson[];
}

type FailingJson = Pick<ScheduleItem, 'id' | 'jobKey' | 'variant' | 'failingSince' | 'lastRun'>;

const MOST_FAILING = 100;
const MOST_NEXT = 50;

export async function readFigures(
  rows: readonly StoredSchedule[],
  { timezone }: Pick<Settings, 'timezone'>,
  backend: Backend,
  now: number,
): Promise<StatusFigures> {
  const reading = await readStates(backend);
  const { todaySince, today } = await todayAndHours(backend.figures, timezone, now);
  const noneDamaged = { ids: async () => [] }; // whether a row is damaged does not matter to this test
  const { items } = await backend.schedules.list({
    test: await testOf('failing', reading, noneDamaged),
    sort: 'jobKey',
    isDescending: false,
    limit: MOST_FAILING,
    isUncounted: true,
  });
  const failing = await presentSchedules(items, backend, reading);
  const byId = new Map(rows.map((row) => [row.isDamaged ? row.damaged.id : row.schedule.id, row]));
  return {
    timezone,
    todaySince,
    today,
    next: nextRuns(reading.runners, byId, now).slice(0, MOST_NEXT),
    failing: failing.map(({ id, jobKey, variant, failingSince, lastRun }) => {
      return { id, jobKey, variant, failingSince, lastRun };
    }),
  };
}
