import { toIso, toIsoOrNull, type RunnerDto, type RunnerList } from '@zenpulse/contract';
import { isAlive, type SeenRunner } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';

export const listRunners: Handler = async (_request, { backend, clock }) => {
  const now = clock.now();
  const runners = [...(await backend.runners.list())].sort((a, b) => b.startedAt - a.startedAt);
  const body: RunnerList = { items: runners.map((runner) => runnerDto(runner, now)) };
  return { status: 200, body };
};

function runnerDto(runner: SeenRunner, now: number): RunnerDto {
  const { jobs: _jobs, freshLastRuns: _fresh, heartbeatEverySeconds: _pace, ...shown } = runner;
  return {
    ...shown,
    isAlive: isAlive(runner, now),
    startedAt: toIso(runner.startedAt),
    heartbeatAt: toIso(runner.heartbeatAt),
    revisionAppliedAt: toIsoOrNull(runner.revisionAppliedAt),
    runningNow: runner.runningNow.map((run) => ({
      ...run,
      scheduledAt: toIso(run.scheduledAt),
      startedAt: toIso(run.startedAt),
      timedOutAt: toIsoOrNull(run.timedOutAt),
    })),
    events: runner.events.map((event) => ({ ...event, at: toIso(event.at) })),
  };
}
