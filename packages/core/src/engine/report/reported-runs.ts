import { MAX_REPORTED_WAITING, type ReportedRun, type WaitingRun } from '../../ports/index.ts';
import type { Executor } from '../runs/executor.ts';
import type { Retries } from '../runs/retries.ts';
import type { Run } from '../runs/run.ts';

export function reportedRuns(active: Executor['active']): ReportedRun[] {
  return active.map(({ run, startedAt, timedOutAt, cancelledAt }) => ({
    ...identityOf(run),
    coalescedCount: run.coalescedCount,
    startedAt,
    timedOutAt,
    cancelledAt,
  }));
}

export interface WaitingSources {
  readonly executor: Pick<Executor, 'queued' | 'unseated' | 'chained'>;
  readonly retries: Pick<Retries, 'waiting' | 'size'>;
}

/** Only a few: a report is written each second, and a hundred thousand runs may wait. */
export function waitingRuns({ executor, retries }: WaitingSources): WaitingRun[] {
  const { queued, unseated, chained } = executor;
  const found = [
    ...few(queued, 'place'), // a heap's first items are the smallest or close to it
    ...few(unseated, 'thread'),
    ...few(chained, 'chain'),
    ...few(retries.waiting, 'retry'),
  ];
  return found.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, MAX_REPORTED_WAITING);
}

/** The schedules with a waiting retry, at most `limit` of them. */
export function retryingSchedules(waiting: Iterable<Run>, limit: number): string[] {
  const ids = new Set<string>();
  for (const { schedule } of waiting) {
    if (ids.size === limit) break;
    ids.add(schedule.id);
  }
  return [...ids];
}

export function waitingCount({ executor, retries }: WaitingSources): number {
  const { queued, unseated, chained } = executor;
  return queued.length + unseated.length + chained.length + retries.size;
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
