import {
  actionsBody,
  createTokenBody,
  deleteExecutionsQuery,
  listChangesQuery,
  listErrorsQuery,
  listExecutionsQuery,
  listSchedulesQuery,
  moveBody,
  previewBody,
  revertBody,
  runBody,
  runOutputQuery,
  skipBody,
  STATS_QUERY,
  stopBody,
  type ErrorCode,
} from '@zenpulse/contract';
import { blackoutDefinition, scheduleFields, schedulePatch } from '@zenpulse/core/domain';
import { z } from 'zod';
import type { AnswerName } from './answers.ts';

/** What the description says of a route besides what the route itself has. */
export interface DescribedRoute {
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly status: number;
  /** Absent for 204, and for a stream. */
  readonly answer?: AnswerName;
  /** Another success, by what the body has. */
  readonly also?: { readonly status: number; readonly answer: AnswerName; readonly description: string };
  /** Besides those that every route has. */
  readonly errors?: readonly ErrorCode[];
}

const { jobKey, triggerType, ...others } = scheduleFields;
/** The fields without defaults are required; the server fills in the others. */
const newSchedule = z.strictObject({ jobKey, triggerType, ...z.strictObject(others).partial().shape });

const occurrencesQuery = z.strictObject({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  limit: z.string().optional(),
});

/** By method and path. */
export const DESCRIBED: Readonly<Record<string, DescribedRoute>> = {
  'GET /api/schedules': {
    summary: 'List schedules',
    query: listSchedulesQuery,
    status: 200,
    answer: 'SchedulePage',
  },
  'POST /api/schedules': {
    summary: 'Create a schedule',
    body: newSchedule,
    status: 201,
    answer: 'ScheduleItem',
    errors: ['not_allowed', 'schedule_exists'],
  },
  'POST /api/schedules/actions': {
    summary: 'Do the same to many schedules',
    body: actionsBody,
    status: 200,
    answer: 'ActionsDone',
    errors: ['count_differs'],
  },
  'GET /api/changes': {
    summary: 'List changes, newest first',
    query: listChangesQuery,
    status: 200,
    answer: 'ChangePage',
  },
  'POST /api/changes/:id/revert': {
    summary: 'Put a change back, or all of an action',
    body: revertBody,
    status: 200,
    answer: 'Reverted',
    errors: ['not_allowed', 'not_found', 'cannot_put_back', 'changed_since', 'schedule_exists'],
  },
  'GET /api/schedules/counts': { summary: 'Count schedules by state', status: 200, answer: 'ScheduleCounts' },
  'GET /api/schedules/:id': {
    summary: 'Read a schedule',
    status: 200,
    answer: 'ScheduleItem',
    errors: ['not_found'],
  },
  'PATCH /api/schedules/:id': {
    summary: 'Change a schedule',
    body: schedulePatch,
    status: 200,
    answer: 'ChangedSchedule',
    errors: ['not_allowed', 'not_found', 'stale_version', 'schedule_exists'],
  },
  'DELETE /api/schedules/:id': {
    summary: 'Delete a schedule',
    status: 204,
    errors: ['not_allowed', 'not_found'],
  },
  'POST /api/schedules/:id/run': {
    summary: 'Run a job now, or at a time',
    body: runBody,
    status: 202,
    answer: 'RunAccepted',
    also: { status: 200, answer: 'ScheduleItem', description: 'Planned: the body had `at`' },
    errors: ['not_allowed', 'not_found', 'key_reused', 'too_many_runs'],
  },
  'POST /api/schedules/:id/skip': {
    summary: 'Skip one occurrence',
    body: skipBody,
    status: 200,
    answer: 'ScheduleItem',
    errors: ['not_allowed', 'not_found'],
  },
  'POST /api/schedules/:id/move': {
    summary: 'Move one occurrence',
    body: moveBody,
    status: 200,
    answer: 'ScheduleItem',
    errors: ['not_allowed', 'not_found'],
  },
  'DELETE /api/schedules/:id/exceptions/:exceptionId': {
    summary: 'Withdraw a skip, a move or a planned run',
    status: 200,
    answer: 'ScheduleItem',
    errors: ['not_allowed', 'not_found'],
  },
  'GET /api/schedules/:id/receipt': {
    summary: 'See whether a change has reached the runner',
    status: 200,
    answer: 'Receipt',
    errors: ['not_found'],
  },
  'GET /api/schedules/:id/occurrences': {
    summary: 'See what became of each occurrence',
    query: occurrencesQuery,
    status: 200,
    answer: 'OccurrenceList',
    errors: ['not_found'],
  },
  'POST /api/preview': {
    summary: 'Ask what a trigger means',
    body: previewBody('UTC'),
    status: 200,
    answer: 'Preview',
  },
  'GET /api/executions': {
    summary: 'List executions, newest first',
    query: listExecutionsQuery,
    status: 200,
    answer: 'ExecutionPage',
  },
  'DELETE /api/executions': {
    summary: 'Delete executions by a filter',
    query: deleteExecutionsQuery,
    status: 200,
    answer: 'ExecutionsDeleted',
  },
  'GET /api/executions/count': {
    summary: 'Count executions',
    query: deleteExecutionsQuery,
    status: 200,
    answer: 'ExecutionCount',
  },
  'GET /api/executions/:id': {
    summary: 'Read an execution',
    status: 200,
    answer: 'Execution',
    errors: ['not_found'],
  },
  'GET /api/jobs': { summary: 'List registered jobs', status: 200, answer: 'JobList' },
  'GET /api/runners': { summary: 'List runners', status: 200, answer: 'RunnerList' },
  'DELETE /api/runners/:runnerId': {
    summary: 'Remove a runner that is gone',
    status: 204,
    errors: ['not_found', 'runner_in_use'],
  },
  'POST /api/runs/:runId/cancel': {
    summary: 'End a run',
    status: 202,
    answer: 'RunAccepted',
    errors: ['not_allowed', 'not_found', 'run_ended'],
  },
  'GET /api/runs/:runId/output': {
    summary: 'Read the output of a running job',
    query: runOutputQuery,
    status: 200,
    answer: 'RunOutput',
    errors: ['not_found'],
  },
  'GET /api/info': { summary: 'See the installation, and who asks', status: 200, answer: 'Info' },
  'POST /api/pause': {
    summary: 'Stop all firing',
    body: stopBody,
    status: 200,
    answer: 'FiringStopped',
  },
  'DELETE /api/pause': { summary: 'Let schedules fire again', status: 200, answer: 'FiringStopped' },
  'GET /api/blackouts': { summary: 'List blackout windows', status: 200, answer: 'BlackoutList' },
  'GET /api/blackouts/:name': {
    summary: 'Read a blackout window',
    status: 200,
    answer: 'Blackout',
    errors: ['not_found'],
  },
  'PUT /api/blackouts/:name': {
    summary: 'Make or replace a blackout window',
    body: blackoutDefinition,
    status: 200,
    answer: 'Blackout',
  },
  'DELETE /api/blackouts/:name': {
    summary: 'Delete a blackout window',
    status: 204,
    errors: ['not_found'],
  },
  'GET /api/overview': { summary: 'See how everything is', status: 200, answer: 'Overview' },
  'GET /api/stats': {
    summary: 'Read counts and durations by hour or day',
    query: z.strictObject(STATS_QUERY),
    status: 200,
    answer: 'Stats',
  },
  'GET /api/errors': {
    summary: 'List groups of equal errors',
    query: listErrorsQuery,
    status: 200,
    answer: 'ErrorGroupPage',
  },
  'GET /api/tokens': { summary: 'List tokens', status: 200, answer: 'TokenList' },
  'POST /api/tokens': {
    summary: 'Make a token',
    body: createTokenBody,
    status: 201,
    answer: 'TokenCreated',
    errors: ['token_exists'],
  },
  'DELETE /api/tokens/:id': { summary: 'Revoke a token', status: 204, errors: ['not_found'] },
  'GET /api/openapi.json': { summary: 'Read this description', status: 200, answer: 'OpenApi' },
  'GET /api/events': { summary: 'Follow what changes, as server-sent events', status: 200 },
};
