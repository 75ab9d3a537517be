import { PATHS, roleToAct, roleToPatch } from '@zenpulse/contract';
import { moveOccurrence, skipOccurrence, withdrawException } from './handlers/change-exceptions.ts';
import { getBlackout, listBlackouts, putBlackout, removeBlackout } from './handlers/blackouts.ts';
import { actOnSchedules } from './handlers/act-on-schedules.ts';
import { cancelRun } from './handlers/cancel-run.ts';
import { countExecutions } from './handlers/count-executions.ts';
import { countSchedules } from './handlers/count-schedules.ts';
import { createSchedule } from './handlers/create-schedule.ts';
import { createToken } from './handlers/create-token.ts';
import { deleteExecutions } from './handlers/delete-executions.ts';
import { deleteSchedule } from './handlers/delete-schedule.ts';
import { getExecution } from './handlers/get-execution.ts';
import { getInfo } from './handlers/get-info.ts';
import { openApiHandler } from './handlers/get-openapi.ts';
import { getOverview } from './handlers/get-overview.ts';
import { getReceipt } from './handlers/get-receipt.ts';
import { getRunOutput } from './handlers/get-run-output.ts';
import { getSchedule } from './handlers/get-schedule.ts';
import { getStats } from './handlers/get-stats.ts';
import { listChanges } from './handlers/list-changes.ts';
import { listErrors } from './handlers/list-errors.ts';
import { listExecutions } from './handlers/list-executions.ts';
import { listJobs } from './handlers/list-jobs.ts';
import { listOccurrences } from './handlers/list-occurrences.ts';
import { listRunners } from './handlers/list-runners.ts';
import { listSchedules } from './handlers/list-schedules.ts';
import { listTokens } from './handlers/list-tokens.ts';
import { patchSchedule } from './handlers/patch-schedule.ts';
import { previewTrigger } from './handlers/preview-trigger.ts';
import { removeRunner } from './handlers/remove-runner.ts';
import { revokeToken } from './handlers/revoke-token.ts';
import { revertChange } from './handlers/revert-change.ts';
import { runSchedule } from './handlers/run-schedule.ts';
import { resumeFiring, stopFiring } from './handlers/stop-firing.ts';
import { streamEvents } from './handlers/stream-events.ts';
import type { NeededRole, Route } from './http/route.ts';

const ACT_ROLE: NeededRole = {
  least: 'operator',
  of: roleToAct,
  says: 'operator to run, pause, resume and skip, else admin',
};

const PATCH_ROLE: NeededRole = {
  least: 'operator',
  of: roleToPatch,
  says: 'operator for `pausedUntil` and `pauseReason` alone, else admin',
};

/** All routes of the API, each with the role it needs. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: PATHS.schedules, role: 'viewer', handler: listSchedules },
  { method: 'POST', path: PATHS.schedules, role: 'admin', handler: createSchedule },
  { method: 'POST', path: PATHS.scheduleActions, role: ACT_ROLE, handler: actOnSchedules },
  // Before the schedule of an id, which it would be taken for.
  { method: 'GET', path: PATHS.scheduleCounts, role: 'viewer', handler: countSchedules },
  { method: 'GET', path: PATHS.schedule, role: 'viewer', handler: getSchedule },
  { method: 'PATCH', path: PATHS.schedule, role: PATCH_ROLE, handler: patchSchedule },
  { method: 'DELETE', path: PATHS.schedule, role: 'admin', handler: deleteSchedule },
  { method: 'POST', path: PATHS.run, role: 'operator', handler: runSchedule },
  { method: 'POST', path: PATHS.skip, role: 'operator', handler: skipOccurrence },
  { method: 'POST', path: PATHS.move, role: 'operator', handler: moveOccurrence },
  { method: 'DELETE', path: PATHS.exception, role: 'operator', handler: withdrawException },
  { method: 'GET', path: PATHS.receipt, role: 'viewer', handler: getReceipt },
  { method: 'GET', path: PATHS.occurrences, role: 'viewer', handler: listOccurrences },
  // Only computes, so it needs no more than a GET.
  { method: 'POST', path: PATHS.preview, role: 'viewer', handler: previewTrigger },
  { method: 'GET', path: PATHS.executions, role: 'viewer', handler: listExecutions },
  { method: 'DELETE', path: PATHS.executions, role: 'admin', handler: deleteExecutions },
  { method: 'GET', path: PATHS.executionCount, role: 'viewer', handler: countExecutions },
  { method: 'GET', path: PATHS.execution, role: 'viewer', handler: getExecution },
  { method: 'GET', path: PATHS.jobs, role: 'viewer', handler: listJobs },
  { method: 'GET', path: PATHS.runners, role: 'viewer', handler: listRunners },
  { method: 'DELETE', path: PATHS.runner, role: 'admin', handler: removeRunner },
  { method: 'POST', path: PATHS.cancel, role: 'operator', handler: cancelRun },
  { method: 'GET', path: PATHS.output, role: 'viewer', handler: getRunOutput },
  { method: 'GET', path: PATHS.info, role: 'viewer', handler: getInfo },
  { method: 'POST', path: PATHS.pause, role: 'admin', handler: stopFiring },
  { method: 'DELETE', path: PATHS.pause, role: 'admin', handler: resumeFiring },
  { method: 'GET', path: PATHS.blackouts, role: 'viewer', handler: listBlackouts },
  { method: 'GET', path: PATHS.blackout, role: 'viewer', handler: getBlackout },
  { method: 'PUT', path: PATHS.blackout, role: 'admin', handler: putBlackout },
  { method: 'DELETE', path: PATHS.blackout, role: 'admin', handler: removeBlackout },
  { method: 'GET', path: PATHS.overview, role: 'viewer', handler: getOverview },
  { method: 'GET', path: PATHS.stats, role: 'viewer', handler: getStats },
  { method: 'GET', path: PATHS.changes, role: 'viewer', handler: listChanges },
  // The handler asks for the role of what is put back.
  { method: 'POST', path: PATHS.revert, role: 'operator', handler: revertChange },
  { method: 'GET', path: PATHS.errors, role: 'viewer', handler: listErrors },
  { method: 'GET', path: PATHS.tokens, role: 'admin', handler: listTokens },
  // A token must not make others, which would outlive its own revocation.
  { method: 'POST', path: PATHS.tokens, role: 'admin', isForPeople: true, handler: createToken },
  { method: 'DELETE', path: PATHS.token, role: 'admin', isForPeople: true, handler: revokeToken },
  { method: 'GET', path: PATHS.openApi, role: 'viewer', handler: openApiHandler(() => ROUTES) },
  { method: 'GET', path: PATHS.events, role: 'viewer', stream: streamEvents },
];
