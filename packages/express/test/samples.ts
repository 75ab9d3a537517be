import type { ScheduleItem } from '@zenpulse/contract';
import { NOTHING_RECORDED, type Execution } from '@zenpulse/core/domain';
import type { RunnerSnapshot } from '@zenpulse/core/ports';
import type { RunningAdmin } from './start-admin.ts';

/** The reference instant of these tests. */
export const T0 = Date.parse('2026-01-31T08:30:00.000Z');

/** The body of an interval schedule with only the required fields. */
export function intervalBody(jobKey: string, more: object = {}) {
  return { jobKey, triggerType: 'interval', intervalValue: 30, intervalUnit: 'seconds', ...more };
}

export function cronBody(jobKey: string, more: object = {}) {
  return { jobKey, triggerType: 'cron', cronMinute: '30', cronHour: '8', cronDayOfWeek: 'mon', ...more };
}

/** Creates a schedule over HTTP and returns it. */
export async function createdSchedule(admin: RunningAdmin, body: object): Promise<ScheduleItem> {
  const answer = await admin.post('/api/schedules', body);
  if (answer.status !== 201) throw new Error(`expected 201, got ${answer.status}: ${answer.text}`);
  return answer.json() as ScheduleItem;
}

/** A failed run by default. */
export function execution(id: string, more: Partial<Execution> = {}): Execution {
  const runTime = more.runTime ?? T0;
  return {
    ...NOTHING_RECORDED,
    id,
    scheduleId: `schedule-of-${id}`,
    jobKey: 'send-mail',
    variant: '',
    status: 'fail',
    scheduledAt: runTime,
    durationMs: 12.5,
    exceptionType: 'TypeError',
    exceptionMessage: 'x is not a function',
    traceback: 'TypeError: x is not a function\n    at job (jobs.js:1:1)',
    hostname: 'host-1',
    pid: 42,
    attempt: 1,
    origin: 'schedule',
    coalescedCount: 1,
    lateMs: 0,
    ...more,
    runTime,
  };
}

export function runnerSnapshot(more: Partial<RunnerSnapshot> = {}): RunnerSnapshot {
  return {
    runnerId: 'runner-1',
    hostname: 'host-1',
    pid: 42,
    version: '0.1.0',
    state: 'active',
    stateSince: T0,
    epoch: null,
    startedAt: T0,
    isLocking: false,
    syncEverySeconds: 10,
    concurrency: 20,
    timezone: 'UTC',
    revision: 7,
    revisionAppliedAt: T0 + 1_000,
    jobs: [],
    runningNow: [],
    waitingNow: [],
    waitingCount: 0,
    problems: [],
    events: [],
    freshLastRuns: {},
    ...more,
  };
}
