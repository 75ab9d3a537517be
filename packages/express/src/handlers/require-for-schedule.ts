import type { ScheduleAction } from '@zenpulse/contract';
import { askedSchedule, requireAllowed } from '../access/schedule-rules.ts';
import type { ApiRequest } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { findSchedule } from './find-schedule.ts';

/** Throws `not_allowed` where the application's rule refuses the action on the schedule with this id. */
export async function requireForSchedule(
  action: ScheduleAction,
  { params, rules }: Pick<ApiRequest, 'params' | 'rules'>,
  installation: Installation,
): Promise<void> {
  if (!rules.isGiven) return;
  const row = await findSchedule(params['id'] ?? '', installation);
  await requireAllowed(rules, [{ action, schedule: askedSchedule(row) }]);
}
