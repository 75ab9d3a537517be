import { completeSchedule, schedulePatch, settableValues } from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';

export const patchSchedule: Handler = async ({ params, query, body }, { backend, clock }) => {
  const author = authorOf({ query });
  const { version, ...change } = schedulePatch.parse(body);
  // Params that stay are not judged again: the code may have changed since.
  const isForParams = 'params' in change || 'jobKey' in change;
  const runners = isForParams ? await backend.runners.list() : [];
  const schedule = await backend.schedules.change(
    params['id'] ?? '',
    version,
    (before) => {
      const fields = completeSchedule.parse({ ...settableValues(before), ...change });
      refuseWrongParams(fields, runners, clock.now());
      return fields;
    },
    author,
  );
  return { status: 200, body: await presentSchedule({ isDamaged: false, schedule }, backend) };
};
