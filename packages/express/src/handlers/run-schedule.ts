import { createHash } from 'node:crypto';
import { runBody, type RunAccepted } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import type { RunRequest } from '@zenpulse/core/ports';
import { askedSchedule, requireAllowed } from '../access/schedule-rules.ts';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { planRun } from './change-exceptions.ts';
import type { Installation } from '../installation.ts';
import { ApiError } from '../http/api-error.ts';
import { findSchedule } from './find-schedule.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';
import { expireRunsLater, requestRun } from './request-run.ts';

/**
 * Requests a run from the runners, with params of its own or the schedule's; the answer has its id. With `at` the run is
 * planned instead. A request that no runner claims in time is recorded as missed. With an idempotency key that its
 * schedule has seen within a day, the answer has the id of that run.
 */
export const runSchedule: Handler = async (request, installation) => {
  const { params, body } = request;
  const { params: given, at, reason, idempotencyKey } = runBody.parse(body) ?? {};
  if (at !== undefined) return planRun(request, at, reason, installation);
  const { backend, clock } = installation;
  const author: ChangeAuthor = { ...authorOf(request), ...(reason === undefined ? {} : { reason }) };
  const row = await findSchedule(params['id'] ?? '', installation);
  await requireAllowed(request.rules, [{ action: 'run', schedule: askedSchedule(row) }]);
  const of = row.isDamaged ? row.damaged : row.schedule;
  if (given !== undefined)
    refuseWrongParams({ jobKey: of.jobKey, params: given }, await backend.runners.list(), clock.now());
  const runId = await requestRun(row, { author, params: given }, installation, (asked) =>
    added(asked, idempotencyKey, installation),
  );
  expireRunsLater(installation);
  const accepted: RunAccepted = { runId };
  return { status: 202, body: accepted };
};

async function added(
  request: RunRequest,
  key: string | undefined,
  { backend: { runRequests } }: Installation,
): Promise<string> {
  if (key === undefined) {
    await runRequests.add(request);
    return request.id;
  }
  const paramsHash = hashOf(request.params);
  const kept = await runRequests.addOnce(request, { key, paramsHash });
  if (kept.paramsHash === paramsHash) return kept.runId;
  throw new ApiError('key_reused', `the key ${key} was used for a run with other params: ${kept.runId}`);
}

/** Of the params, whatever the order of their keys. */
function hashOf(params: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(params, sortedKeys) ?? '')
    .digest('hex');
}

function sortedKeys(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
