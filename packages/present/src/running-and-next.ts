import type { OverviewNext, OverviewRun } from '@zenpulse/contract';
import { toIso, triggerOf, typicalMs } from '@zenpulse/core/domain';
import { isAlive, newestOccurrences, type FiguresStore, type SeenRunner } from '@zenpulse/core/ports';
import type { RowsById } from './named-rows.ts';

const MOST_RUNNING = 50;

/** What runs on all living runners, the oldest first. */
export async function runningNow(
  runners: readonly SeenRunner[],
  rows: RowsById,
  figures: Pick<FiguresStore, 'recentOf'>,
  now: number,
): Promise<OverviewRun[]> {
  const running = runners
    .filter((runner) => isAlive(runner, now))
    .flatMap((runner) => runner.runningNow.map((run) => ({ ...run, runnerId: runner.runnerId })))
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .slice(0, MOST_RUNNING);
  if (running.length === 0) return [];
  const recent = await figures.recentOf([...new Set(running.map(({ scheduleId }) => scheduleId))]);
  return running.map(({ runId, runnerId, scheduleId, jobKey, startedAt, progress }) => ({
    runId,
    runnerId,
    scheduleId,
    jobKey,
    variant: variantOf(scheduleId, rows),
    startedAt: toIso(startedAt),
    typicalMs: typicalMs(newestOccurrences(scheduleId, recent.get(scheduleId), runners)),
    ...(progress !== undefined && { progress }),
  }));
}

/**
 * The next occurrence of each schedule that is due first, in order, as the active runner reported them; of those that
 * were due since its report, the one after.
 */
export function nextRuns(runners: readonly SeenRunner[], rows: RowsById, now: number): OverviewNext[] {
  const reported = new Map<string, number>();
  for (const runner of runners) {
    if (runner.state !== 'active' || !isAlive(runner, now)) continue;
    for (const [id, at] of runner.next ?? []) reported.set(id, Math.min(at, reported.get(id) ?? at));
  }
  return [...reported]
    .flatMap(([scheduleId, at]) => {
      const row = rows.get(scheduleId);
      if (row === undefined || row.isDamaged || !row.schedule.enabled) return [];
      const next = at > now ? at : triggerOf(row.schedule).next(now);
      const { jobKey, variant } = row.schedule;
      return next === null ? [] : [{ scheduleId, jobKey, variant, next }];
    })
    .toSorted((a, b) => a.next - b.next)
    .map(({ next, ...name }) => ({ ...name, at: toIso(next) }));
}

function variantOf(scheduleId: string, rows: RowsById): string {
  const row = rows.get(scheduleId);
  return row === undefined ? '' : row.isDamaged ? row.damaged.variant : row.schedule.variant;
}
