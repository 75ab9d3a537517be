import type { RunAccepted } from '@zenpulse/contract';
import { RUN_REQUEST_TTL_MS } from '@zenpulse/core/ports';
import { expireRunRequests, newId } from '@zenpulse/store';
import type { Handler } from '../http/route.ts';
import { findSchedule } from './find-schedule.ts';
import { noFields } from './no-fields.ts';

/**
 * Requests a run from the runners; the answer has its id. A request that no runner claims in time is recorded as
 * missed.
 */
export const runSchedule: Handler = async ({ params, body }, installation) => {
  noFields.parse(body);
  const { backend, clock, logger } = installation;
  const row = await findSchedule(params['id'] ?? '', installation);
  const scheduleId = row.isDamaged ? row.damaged.id : row.schedule.id;
  const runId = newId();
  await backend.runRequests.add({ id: runId, scheduleId, requestedAt: clock.now() });
  clock.setBackgroundTimer(RUN_REQUEST_TTL_MS + 1_000, () => {
    expireRunRequests(backend, clock).catch((error: unknown) =>
      logger.warn({ err: error }, 'a run request that no runner claimed could not be recorded'),
    );
  });
  const accepted: RunAccepted = { runId };
  return { status: 202, body: accepted };
};
