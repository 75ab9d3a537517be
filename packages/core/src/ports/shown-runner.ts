import { toIso, toIsoOrNull } from '../domain/index.ts';
import type { SeenRunner } from './runner-directory.ts';
import { isAlive, isRemovable } from './seen-runners.ts';

/**
 * A runner as the admin's API and `zenpulse status` show it: its report with instants in ISO, and whether it is alive.
 */
export function shownRunner(runner: SeenRunner, now: number) {
  const { jobs: _jobs, freshLastRuns: _fresh, heartbeatEverySeconds: _pace, ...told } = runner;
  const {
    revisionToken: _token,
    freshInstants: _instants,
    retrying: _retrying,
    next: _next,
    ...shown
  } = told;
  return {
    ...shown,
    isAlive: isAlive(runner, now),
    isRemovable: isRemovable(runner, now),
    stateSince: toIso(runner.stateSince),
    startedAt: toIso(runner.startedAt),
    heartbeatAt: toIso(runner.heartbeatAt),
    revisionAppliedAt: toIsoOrNull(runner.revisionAppliedAt),
    runningNow: runner.runningNow.map((run) => ({
      ...run,
      scheduledAt: toIso(run.scheduledAt),
      startedAt: toIso(run.startedAt),
      timedOutAt: toIsoOrNull(run.timedOutAt),
      cancelledAt: toIsoOrNull(run.cancelledAt),
    })),
    waitingNow: runner.waitingNow.map((run) => ({
      ...run,
      scheduledAt: toIso(run.scheduledAt),
      dueAt: toIso(run.dueAt),
    })),
    events: runner.events.map((event) => ({ ...event, at: toIso(event.at) })),
  };
}

export type ShownRunner = ReturnType<typeof shownRunner>;
