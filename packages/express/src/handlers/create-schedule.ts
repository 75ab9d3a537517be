import { isPlainObject, scheduleDraft } from '@zenpulse/core/domain';
import { reportedDefaults } from '@zenpulse/core/ports';
import { presentSchedule } from '@zenpulse/present';
import { requireAllowed } from '../access/schedule-rules.ts';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';

/** Fields that the body leaves out get the defaults from the job's code. */
export const createSchedule: Handler = async ({ body, rules, ...asked }, { backend, settings, clock }) => {
  const author = authorOf(asked);
  const runners = isPlainObject(body) && 'jobKey' in body ? await backend.runners.list() : [];
  const now = clock.now();
  const defaults = isPlainObject(body) && 'jobKey' in body ? reportedDefaults(body.jobKey, runners, now) : {};
  const fields = scheduleDraft(settings.timezone, defaults).parse(body);
  const { jobKey, variant, owner } = fields;
  await requireAllowed(rules, [{ action: 'create', schedule: { id: null, jobKey, variant, owner } }]);
  refuseWrongParams(fields, runners, now);
  const schedule = await backend.schedules.create(fields, author);
  return { status: 201, body: await presentSchedule({ isDamaged: false, schedule }, backend) };
};
