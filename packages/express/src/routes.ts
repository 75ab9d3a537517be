import { PATHS } from '@zenpulse/contract';
import { cancelRun } from './handlers/cancel-run.ts';
import { countExecutions } from './handlers/count-executions.ts';
import { countSchedules } from './handlers/count-schedules.ts';
import { createSchedule } from './handlers/create-schedule.ts';
import { deleteExecutions } from './handlers/delete-executions.ts';
import { deleteSchedule } from './handlers/delete-schedule.ts';
import { getExecution } from './handlers/get-execution.ts';
import { getInfo } from './handlers/get-info.ts';
import { getOverview } from './handlers/get-overview.ts';
import { getReceipt } from './handlers/get-receipt.ts';
import { getSchedule } from './handlers/get-schedule.ts';
import { getStats } from './handlers/get-stats.ts';
import { listErrors } from './handlers/list-errors.ts';
import { listExecutions } from './handlers/list-executions.ts';
import { listJobs } from './handlers/list-jobs.ts';
import { listOccurrences } from './handlers/list-occurrences.ts';
import { listRunners } from './handlers/list-runners.ts';
import { listSchedules } from './handlers/list-schedules.ts';
import { patchSchedule } from './handlers/patch-schedule.ts';
import { previewTrigger } from './handlers/preview-trigger.ts';
import { removeRunner } from './handlers/remove-runner.ts';
import { runSchedule } from './handlers/run-schedule.ts';
import { streamEvents } from './handlers/stream-events.ts';
import type { Route } from './http/route.ts';

/** All routes of the API. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: PATHS.schedules, handler: listSchedules },
  { method: 'POST', path: PATHS.schedules, handler: createSchedule },
  // Before the schedule of an id, which it would be taken for.
  { method: 'GET', path: PATHS.scheduleCounts, handler: countSchedules },
  { method: 'GET', path: PATHS.schedule, handler: getSchedule },
  { method: 'PATCH', path: PATHS.schedule, handler: patchSchedule },
  { method: 'DELETE', path: PATHS.schedule, handler: deleteSchedule },
  { method: 'POST', path: PATHS.run, handler: runSchedule },
  { method: 'GET', path: PATHS.receipt, handler: getReceipt },
  { method: 'GET', path: PATHS.occurrences, handler: listOccurrences },
  { method: 'POST', path: PATHS.preview, handler: previewTrigger },
  { method: 'GET', path: PATHS.executions, handler: listExecutions },
  { method: 'DELETE', path: PATHS.executions, handler: deleteExecutions },
  { method: 'GET', path: PATHS.executionCount, handler: countExecutions },
  { method: 'GET', path: PATHS.execution, handler: getExecution },
  { method: 'GET', path: PATHS.jobs, handler: listJobs },
  { method: 'GET', path: PATHS.runners, handler: listRunners },
  { method: 'DELETE', path: PATHS.runner, handler: removeRunner },
  { method: 'POST', path: PATHS.cancel, handler: cancelRun },
  { method: 'GET', path: PATHS.info, handler: getInfo },
  { method: 'GET', path: PATHS.overview, handler: getOverview },
  { method: 'GET', path: PATHS.stats, handler: getStats },
  { method: 'GET', path: PATHS.errors, handler: listErrors },
  { method: 'GET', path: PATHS.events, stream: streamEvents },
];
