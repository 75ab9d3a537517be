import type { StoredSchedule } from '@zenpulse/core/domain';
import { isAlive, type Backend, type SeenRunner } from '@zenpulse/core/ports';

const MOST_RUNNING = 50;
/** Of the next runs: some of the schedules may be gone, or have run since the report. */
const MOST_NEXT = 120;

export type RowsById = ReadonlyMap<string, StoredSchedule>;

/** The rows of what living runners report to run, and to run next, with one statement. */
export async function namedRows(
  runners: readonly SeenRunner[],
  { schedules, clock }: Pick<Backend, 'schedules' | 'clock'>,
): Promise<RowsById> {
  const living = runners.filter((runner) => isAlive(runner, clock.now()));
  const running = living.flatMap(({ runningNow }) => runningNow.slice(0, MOST_RUNNING));
  const next = living.flatMap((runner) => (runner.next ?? []).slice(0, MOST_NEXT));
  return rowsById([...running.map(({ scheduleId }) => scheduleId), ...next.map(([id]) => id)], schedules);
}

export async function rowsById(
  ids: Iterable<string>,
  schedules: Pick<Backend['schedules'], 'list'>,
): Promise<RowsById> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { items } = await schedules.list({
    test: { by: 'ids', ids: wanted },
    sort: 'jobKey',
    isDescending: false,
    limit: wanted.length,
    isUncounted: true,
  });
  return new Map(items.map((row) => [row.isDamaged ? row.damaged.id : row.schedule.id, row]));
}
