import { toIso, toIsoOrNull, type RunnerDto, type RunnerList } from '@zenpulse/contract';
import { isAlive, isRemovable, StoreError, type ScheduleStore, type SeenRunner } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';

export const listRunners: Handler = async (_request, { backend, clock }) => {
  const now = clock.now();
  const runners = [...(await backend.runners.list())].sort((a, b) => b.startedAt - a.startedAt);
  const body: RunnerList = {
    items: runners.map((runner) => runnerDto(runner, now)),
    revision: await revisionOf(backend.schedules),
  };
  return { status: 200, body };
};

/** On SQLite the reports are files: they are shown while the database does not answer, too. */
async function revisionOf(schedules: ScheduleStore): Promise<number | null> {
  try {
    return (await schedules.readRevision()).revision;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store_unavailable') return null;
    throw error;
  }
}

function runnerDto(runner: SeenRunner, now: number): RunnerDto {
  const { jobs: _jobs, freshLastRuns: _fresh, heartbeatEverySeconds: _pace, ...told } = runner;
  const { revisionToken: _token, ...shown } = told;
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
