import type { CancelAccepted } from '@zenpulse/contract';
import { runIdRule } from '@zenpulse/core/domain';
import { requestCancel } from '@zenpulse/store';
import { z } from 'zod';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { noFields } from './no-fields.ts';

const pathRule = z.object({ runId: runIdRule });

/** Asks the runners to end a run; the one that has it does so. */
export const cancelRun: Handler = async ({ params, body, ...asked }, { backend, clock }) => {
  const { runId } = pathRule.parse(params);
  noFields.parse(body);
  const author = authorOf(asked);
  await requestCancel(runId, backend, clock);
  await backend.changeRecords.add({ action: 'cancel', after: { runId } }, author);
  const accepted: CancelAccepted = { runId };
  return { status: 202, body: accepted };
};
