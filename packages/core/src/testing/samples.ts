import {
  newSchedule,
  NOTHING_RECORDED,
  SCHEDULE_DEFAULTS,
  type ChangeAuthor,
  type Execution,
  type Schedule,
  type ScheduleFields,
} from '../domain/index.ts';
import type { ReportedRun, RunnerSnapshot, WaitingRun } from '../ports/index.ts';
import { REFERENCE_INSTANT } from './reference-instant.ts';

/** The author of changes in tests. */
export const BY_TEST: ChangeAuthor = { actor: 'tester', origin: 'admin' };

/** The fields of a valid schedule, by default an interval of a minute. */
export function sampleFields(changes: Partial<ScheduleFields> = {}): ScheduleFields {
  return {
    ...SCHEDULE_DEFAULTS,
    jobKey: 'report.send',
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'minutes',
    timezone: 'UTC',
    ...changes,
  };
}

/** A schedule as stored, created at the reference instant. */
export function sampleSchedule(changes: Partial<Schedule> = {}): Schedule {
  return { ...newSchedule('schedule-1', sampleFields(), REFERENCE_INSTANT), ...changes };
}

/** The record of a scheduled run that succeeded at the reference instant. */
export function sampleExecution(changes: Partial<Execution> = {}): Execution {
  return {
    ...NOTHING_RECORDED,
    id: 'run-1',
    scheduleId: 'schedule-1',
    jobKey: 'report.send',
    variant: '',
    status: 'success',
    scheduledAt: REFERENCE_INSTANT,
    runTime: REFERENCE_INSTANT,
    durationMs: 12.5,
    hostname: 'host-1',
    pid: 4242,
    attempt: 1,
    origin: 'schedule',
    coalescedCount: 1,
    lateMs: 0,
    ...changes,
  };
}

/** A run that has been running since the reference instant. */
export function sampleReportedRun(changes: Partial<ReportedRun> = {}): ReportedRun {
  return {
    runId: 'run-1',
    scheduleId: 'schedule-1',
    jobKey: 'report.send',
    origin: 'schedule',
    scheduledAt: REFERENCE_INSTANT,
    coalescedCount: 1,
    startedAt: REFERENCE_INSTANT,
    timedOutAt: null,
    cancelledAt: null,
    ...changes,
  };
}

/** A run that has been waiting for a place since the reference instant. */
export function sampleWaitingRun(changes: Partial<WaitingRun> = {}): WaitingRun {
  return {
    runId: 'run-2',
    scheduleId: 'schedule-1',
    jobKey: 'report.send',
    origin: 'schedule',
    scheduledAt: REFERENCE_INSTANT,
    attempt: 1,
    dueAt: REFERENCE_INSTANT,
    waitsFor: 'place',
    ...changes,
  };
}

/** The report of an active runner. */
export function sampleSnapshot(changes: Partial<RunnerSnapshot> = {}): RunnerSnapshot {
  return {
    runnerId: 'runner-1',
    hostname: 'host-1',
    pid: 4242,
    version: '0.0.0',
    state: 'active',
    stateSince: REFERENCE_INSTANT,
    epoch: null,
    startedAt: REFERENCE_INSTANT,
    isLocking: false,
    syncEverySeconds: 10,
    concurrency: 20,
    timezone: 'UTC',
    revision: 1,
    revisionAppliedAt: REFERENCE_INSTANT,
    jobs: [],
    runningNow: [],
    waitingNow: [],
    waitingCount: 0,
    problems: [],
    events: [],
    freshLastRuns: {},
    ...changes,
  };
}
