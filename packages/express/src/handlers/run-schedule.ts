import { runBody, type RunAccepted } from '@zenpulse/contract';
import { RUN_REQUEST_TTL_MS } from '@zenpulse/core/ports';
import { expireRunRequests, newId } from '@zenpulse/store';
import type { Handler } from '../http/route.ts';
import { planRun } from './change-exceptions.ts';
import { findSchedule } from './find-schedule.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';

/**
 * Requests a run from the runners, with params of its own or the schedule's; the answer has its id. With `at` the run is planned instead. A request that no runner claims in time is recorded as
 * missed.
 */
export const runSchedule: Handler = async (request, installation) => {
  const { params, body } = request;
  const { params: given, at, reason } = runBody.parse(body) ?? {};
  if (at !== undefined) return planRun(request, at, reason, installation);
  const { backend, clock, logger } = installation;
  const row = await findSchedule(params['id'] ?? '', installation);
  const { id: scheduleId, jobKey } = row.isDamaged ? row.damaged : row.schedule;
  if (given !== undefined)
    refuseWrongParams({ jobKey, params: given }, await backend.runners.list(), clock.now());
  const runId = newId();
  const asked = { id: runId, scheduleId, requestedAt: clock.now() };
  await backend.runRequests.add(given === undefined ? asked : { ...asked, params: given });
  clock.setBackgroundTimer(RUN_REQUEST_TTL_MS + 1_000, () => {
    expireRunRequests(backend, clock).catch((error: unknown) =>
      logger.warn({ err: error }, 'a run request that no runner claimed could not be recorded'),
    );
  });
  const accepted: RunAccepted = { runId };
  return { status: 202, body: accepted };
};
