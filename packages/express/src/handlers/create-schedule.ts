import { scheduleDraft } from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';
import { presentSchedule } from './find-schedule.ts';

export const createSchedule: Handler = async ({ body }, installation) => {
  const fields = scheduleDraft(installation.settings.timezone).parse(body);
  const schedule = await installation.backend.schedules.create(fields);
  return { status: 201, body: await presentSchedule({ isDamaged: false, schedule }, installation) };
};
