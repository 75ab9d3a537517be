import {
  listOccurrencesQuery,
  toIso,
  toIsoOrNull,
  toOccurrenceDto,
  type OccurrenceList,
} from '@zenpulse/contract';
import { accountForOccurrences } from '@zenpulse/core/domain';
import { isAlive, newestRun, type SeenRunner, type StatsTotals } from '@zenpulse/core/ports';
import { presentLastRun } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { findSchedule } from './find-schedule.ts';
import { occurrenceNotes } from './occurrence-notes.ts';

/** How many records are read for one page; an occurrence may have a hundred attempts. */
const MOST_RECORDS = 2_000;

const NOTHING_COUNTED: StatsTotals = { runs: 0, failures: 0, missed: 0, skipped: 0 };

/** The occurrences that a schedule should have had in a range, and the fate of each. */
export const listOccurrences: Handler = async ({ params, query }, installation) => {
  const { backend, clock, settings } = installation;
  const now = clock.now();
  const range = listOccurrencesQuery(now).parse(query);
  const row = await findSchedule(params['id'] ?? '', installation);
  const schedule = row.isDamaged ? null : row.schedule;
  const id = row.isDamaged ? row.damaged.id : row.schedule.id;
  const [records, totals, written, runners] = await Promise.all([
    backend.executions.occurrences(id, range.from, MOST_RECORDS),
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
          records,
          isCut: records.length === MOST_RECORDS,
          schedule,
          now,
          lastRun,
          ...runsNow(id, runners, now),
          unknownJobSince: unknownSince(schedule.jobKey, runners, now),
          keptSince: keptSince(settings.retentionDays, now),
        });
  const body: OccurrenceList = {
    from: toIso(range.from),
    to: toIso(range.to),
    timezone: schedule?.timezone ?? 'UTC',
    items: items.map(toOccurrenceDto),
    nextFrom: toIsoOrNull(nextFrom),
    counters: { ...(totals.get(id) ?? NOTHING_COUNTED), lastRun: presentLastRun(lastRun) },
    notes: occurrenceNotes(schedule, items, { ...range, retentionDays: settings.retentionDays }),
  };
  return { status: 200, body };
};

/**
 * A schedule's runs in the reports of living runners: those that are running, and the occurrences that wait to start.
 */
function runsNow(id: string, runners: readonly SeenRunner[], now: number) {
  const alive = runners.filter((runner) => isAlive(runner, now));
  const isOwn = ({ scheduleId }: { readonly scheduleId: string }) => scheduleId === id;
  const waiting = alive.flatMap(({ waitingNow }) => waitingNow).filter(isOwn);
  return {
    running: alive
      .flatMap(({ runningNow }) => runningNow)
      .filter(isOwn)
      .map(({ runId, ...run }) => ({ ...run, id: runId })),
    waiting: new Set(
      waiting.filter(({ origin }) => origin === 'schedule').map(({ scheduledAt }) => scheduledAt),
    ),
  };
}

/**
 * When the first of the living active runners became active, if none of them has the job; null otherwise. Jobs are
 * registered before a process fires, so all occurrences since then were skipped.
 */
function unknownSince(jobKey: string, runners: readonly SeenRunner[], now: number): number | null {
  const active = runners.filter((runner) => runner.state === 'active' && isAlive(runner, now));
  const knows = active.some(({ jobs }) => jobs.some((job) => job.jobKey === jobKey));
  return active.length === 0 || knows ? null : Math.min(...active.map(({ stateSince }) => stateSince));
}

function keptSince(retentionDays: number, now: number): number | null {
  return retentionDays === 0 ? null : now - retentionDays * 86_400_000;
}
