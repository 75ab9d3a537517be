import { moveBody, skipBody } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import { changeExceptions, presentSchedule, type ExceptionChange } from '@zenpulse/present';
import { newId } from '@zenpulse/store';
import { ApiError } from '../http/api-error.ts';
import type { ApiAnswer, ApiRequest, Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { authorOf } from './change-author.ts';
import { requireForSchedule } from './require-for-schedule.ts';

/** One occurrence does not run. */
export const skipOccurrence: Handler = async (request, installation) => {
  const { scheduledAt, reason } = skipBody.parse(request.body);
  const plan = { kind: 'skip', at: Date.parse(scheduledAt) } as const;
  return changed(request, { plan, id: newId() }, reason, installation);
};

/** One occurrence runs at another time. */
export const moveOccurrence: Handler = async (request, installation) => {
  const { scheduledAt, to, reason } = moveBody.parse(request.body);
  const plan = { kind: 'move', at: Date.parse(scheduledAt), to: Date.parse(to) } as const;
  return changed(request, { plan, id: newId() }, reason, installation);
};

/** A run at a time that the rule does not yield. */
export function planRun(
  request: ApiRequest,
  at: string,
  reason: string | null | undefined,
  installation: Installation,
): Promise<ApiAnswer> {
  const plan = { kind: 'run', at: Date.parse(at) } as const;
  return changed(request, { plan, id: newId() }, reason, installation);
}

/** What an exception said holds no longer. */
export const withdrawException: Handler = async (request, installation) =>
  changed(request, { withdraw: request.params['exceptionId'] ?? '' }, undefined, installation);

async function changed(
  request: ApiRequest,
  change: ExceptionChange,
  reason: string | null | undefined,
  installation: Installation,
): Promise<ApiAnswer> {
  const { backend } = installation;
  await requireForSchedule(
    'plan' in change && change.plan.kind === 'run' ? 'run' : 'skip',
    request,
    installation,
  );
  const author: ChangeAuthor = { ...authorOf(request), ...(reason === undefined ? {} : { reason }) };
  const result = await changeExceptions(request.params['id'] ?? '', change, author, backend);
  if (result.issue === null)
    return {
      status: 200,
      body: await presentSchedule({ isDamaged: false, schedule: result.schedule }, backend),
    };
  const { path, message } = result.issue;
  const field = path === 'at' && 'plan' in change && change.plan.kind !== 'run' ? 'scheduledAt' : path;
  throw new ApiError('validation_failed', message, [{ path: field, message }]);
}
