import { MAX_REPORTED_WAITING, type ReportedRun, type WaitingRun } from '../../ports/index.ts';
import type { Run } from '../runs/run.ts';
import type { RunningEntry } from '../runs/started-runs.ts';
import type { WaitingRuns } from '../runs/waiting-runs.ts';

export function reportedRuns(running: readonly RunningEntry[]): ReportedRun[] {
  return running.map(({ run, startedAt, timedOutAt, cancelledAt, output: { progress } }) => ({
    ...identityOf(run),
    coalescedCount: run.coalescedCount,
    startedAt,
    timedOutAt,
    cancelledAt,
    ...(progress !== null && { progress }),
  }));
}

type ReportedWaiting = Pick<WaitingRuns, 'queued' | 'unseated' | 'chained' | 'retrying'>;

/** Only a few: a report is written each second, and a hundred thousand runs may wait. */
export function waitingRuns({ queued, unseated, chained, retrying }: ReportedWaiting): WaitingRun[] {
  const found = [
    ...few(queued, 'place'), // a heap's first items are the smallest or close to it
    ...few(unseated, 'thread'),
    ...few(chained, 'chain'),
    ...few(retrying, 'retry'),
  ];
  return found.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, MAX_REPORTED_WAITING);
}

/** The schedules with a waiting retry, at most `limit` of them. */
export function retryingSchedules(retrying: Iterable<Run>, limit: number): string[] {
  const ids = new Set<string>();
  for (const { schedule } of retrying) {
    if (ids.size === limit) break;
    ids.add(schedule.id);
  }
  return [...ids];
}

function few(runs: Iterable<Run>, waitsFor: WaitingRun['waitsFor']): WaitingRun[] {
  const found: WaitingRun[] = [];
  for (const run of runs) {
    if (found.length === MAX_REPORTED_WAITING) break;
    found.push({ ...identityOf(run), attempt: run.attempt, dueAt: run.dueAt, waitsFor });
  }
  return found;
}

function identityOf({ runId, schedule, origin, scheduledAt }: Run) {
  return { runId, scheduleId: schedule.id, jobKey: schedule.jobKey, origin, scheduledAt };
}
