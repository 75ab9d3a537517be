import { strangersAmong } from '@zenpulse/core/ports';
import { presentSchedule } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { findSchedule } from './find-schedule.ts';
import { receiptOf } from './receipt-of.ts';

/** Whether the last save of a schedule has reached the runner that fires. */
export const getReceipt: Handler = async ({ params }, installation) => {
  const { backend, clock, settings } = installation;
  const row = await findSchedule(params['id'] ?? '', installation);
  const item = await presentSchedule(row, installation.backend);
  const [revision, runners] = await Promise.all([
    backend.schedules.revisionOf(item.id),
    backend.runners.list(),
  ]);
  // MySQL has no notifications: only runners that share the state folder notice the signal file.
  const hearers = settings.database.kind === 'mysql' ? new Set(await backend.journals.owners()) : null;
  const strangers = await strangersAmong(runners, backend.schedules);
  return {
    status: 200,
    body: receiptOf({ item, revision: revision ?? 0, runners, strangers, hearers, now: clock.now() }),
  };
};
