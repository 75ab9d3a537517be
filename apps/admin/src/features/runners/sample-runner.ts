import type { RunnerDto } from '@zenpulse/contract';

/** An active runner with --lock, for tests. */
export function sampleRunner(changes: Partial<RunnerDto> = {}): RunnerDto {
  return {
    runnerId: 'runner-1',
    hostname: 'web-1',
    pid: 4711,
    version: '0.1.0',
    state: 'active',
    isAlive: true,
    isRemovable: false,
    stateSince: '2026-01-31T08:12:00.000Z',
    epoch: 4,
    startedAt: '2026-01-31T08:00:00.000Z',
    heartbeatAt: '2026-01-31T08:30:00.000Z',
    isLocking: true,
    syncEverySeconds: 10,
    concurrency: 20,
    timezone: 'UTC',
    revision: 41,
    revisionAppliedAt: '2026-01-31T08:29:00.000Z',
    runningNow: [],
    waitingNow: [],
    waitingCount: 0,
    problems: [],
    events: [],
    ...changes,
  };
}
