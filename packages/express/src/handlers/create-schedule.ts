import { isPlainObject, scheduleDraft, type ScheduleFields } from '@zenpulse/core/domain';
import { reportedDefaults } from '@zenpulse/core/ports';
import { presentSchedule } from '@zenpulse/present';
import type { Installation } from '../installation.ts';
import type { Handler } from '../http/route.ts';

export const createSchedule: Handler = async ({ body }, installation) => {
  const { timezone } = installation.settings;
  const fields = scheduleDraft(timezone, await defaultsFor(body, installation)).parse(body);
  const schedule = await installation.backend.schedules.create(fields);
  return { status: 201, body: await presentSchedule({ isDamaged: false, schedule }, installation.backend) };
};

/** The defaults from the job's code, for fields that the body leaves out. */
async function defaultsFor(
  body: unknown,
  { backend, clock }: Installation,
): Promise<Partial<ScheduleFields>> {
  if (!isPlainObject(body) || !('jobKey' in body)) return {};
  return reportedDefaults(body.jobKey, await backend.runners.list(), clock.now());
}
