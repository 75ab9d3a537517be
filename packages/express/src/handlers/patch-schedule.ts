import { completeSchedule, schedulePatch, settableValues } from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';

export const patchSchedule: Handler = async ({ params, body }, installation) => {
  const { version, ...change } = schedulePatch.parse(body);
  const schedule = await installation.backend.schedules.change(params['id'] ?? '', version, (before) =>
    completeSchedule.parse({ ...settableValues(before), ...change }),
  );
  return { status: 200, body: await presentSchedule({ isDamaged: false, schedule }, installation.backend) };
};
