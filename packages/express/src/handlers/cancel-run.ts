import type { CancelAccepted } from '@zenpulse/contract';
import { runIdRule } from '@zenpulse/core/domain';
import { requestCancel } from '@zenpulse/store';
import { z } from 'zod';
import { requireAllowed, type ScheduleRules } from '../access/schedule-rules.ts';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import type { Installation } from '../installation.ts';
import { noFields } from './no-fields.ts';
import { scheduleOfRun } from './schedule-of-run.ts';

const pathRule = z.object({ runId: runIdRule });

/** Asks the runners to end a run; the one that has it does so. */
export const cancelRun: Handler = async ({ params, body, rules, ...asked }, installation) => {
  const { backend, clock } = installation;
  const { runId } = pathRule.parse(params);
  noFields.parse(body);
  const author = authorOf(asked);
  if (rules.isGiven) await requireForRun(runId, rules, installation);
  await requestCancel(runId, backend, clock);
  await backend.changeRecords.add({ action: 'cancel', after: { runId } }, author);
  const accepted: CancelAccepted = { runId };
  return { status: 202, body: accepted };
};

async function requireForRun(runId: string, rules: ScheduleRules, installation: Installation): Promise<void> {
  const schedule = await scheduleOfRun(runId, installation);
  if (schedule === null)
    throw new ApiError('not_found', `no runner has reported a run ${runId} yet: try again in a moment`);
  await requireAllowed(rules, [{ action: 'cancel', schedule }]);
}
