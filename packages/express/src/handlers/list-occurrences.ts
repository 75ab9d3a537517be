import {
  listOccurrencesQuery,
  toIso,
  toIsoOrNull,
  toOccurrenceDto,
  type OccurrenceList,
} from '@zenpulse/contract';
import { accountForOccurrences } from '@zenpulse/core/domain';
import { isAlive, newestRun, type SeenRunner, type StatsTotals } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';
import { findSchedule } from './find-schedule.ts';
import { occurrenceNotes } from './occurrence-notes.ts';
import { lastRunDto } from './present-schedules.ts';
import { readOccurrences } from './read-occurrences.ts';

const NOTHING_COUNTED: StatsTotals = { runs: 0, failures: 0, missed: 0, skipped: 0 };

/** What was expected of a schedule in a range, and what became of it. */
export const listOccurrences: Handler = async ({ params, query }, installation) => {
  const { backend, clock, settings } = installation;
  const now = clock.now();
  const range = listOccurrencesQuery(now).parse(query);
  const row = await findSchedule(params['id'] ?? '', installation);
  const schedule = row.isDamaged ? null : row.schedule;
  const id = row.isDamaged ? row.damaged.id : row.schedule.id;
  const [totals, written, runners] = await Promise.all([
    backend.stats.totalsOf([id]),
    backend.stats.lastRuns([id]),
    backend.runners.list(),
  ]);
  const lastRun = newestRun(id, written.get(id), runners);
  const { items, nextFrom } =
    schedule === null
      ? { items: [], nextFrom: null }
      : accountForOccurrences({
          ...range,
          ...(await readOccurrences(schedule, range, backend.executions)),
          schedule,
          now,
          lastRun,
          running: runningNow(id, runners, now),
          keptSince: keptSince(settings.retentionDays, now),
        });
  const body: OccurrenceList = {
    from: toIso(range.from),
    to: toIso(range.to),
    timezone: schedule?.timezone ?? 'UTC',
    items: items.map(toOccurrenceDto),
    nextFrom: toIsoOrNull(nextFrom),
    counters: { ...(totals.get(id) ?? NOTHING_COUNTED), lastRun: lastRunDto(lastRun) },
    notes: occurrenceNotes(schedule, items, settings.retentionDays),
  };
  return { status: 200, body };
};

function runningNow(id: string, runners: readonly SeenRunner[], now: number) {
  return runners
    .filter((runner) => isAlive(runner, now))
    .flatMap((runner) => runner.runningNow)
    .filter(({ scheduleId }) => scheduleId === id)
    .map(({ runId, ...run }) => ({ ...run, id: runId }));
}

function keptSince(retentionDays: number, now: number): number | null {
  return retentionDays === 0 ? null : now - retentionDays * 86_400_000;
}
