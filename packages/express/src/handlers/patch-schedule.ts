import {
  changedSchedule,
  completeSchedule,
  endOfException,
  schedulePatch,
  settableValues,
  type ExceptionEntry,
  type Schedule,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';

export const patchSchedule: Handler = async ({ params, body, ...asked }, { backend, clock }) => {
  const author = authorOf(asked);
  const { version, ...change } = schedulePatch.parse(body);
  // Params that stay are not judged again: the code may have changed since.
  const isForParams = 'params' in change || 'jobKey' in change;
  const runners = isForParams ? await backend.runners.list() : [];
  let voided: ExceptionEntry[] = [];
  const schedule = await backend.schedules.change(
    params['id'] ?? '',
    version,
    (before) => {
      const fields = completeSchedule.parse({ ...settableValues(before), ...change });
      refuseWrongParams(fields, runners, clock.now());
      voided = before.isDamaged ? [] : voidedBy(before.schedule, fields, clock.now());
      return fields;
    },
    author,
  );
  const item = await presentSchedule({ isDamaged: false, schedule }, backend);
  return { status: 200, body: voided.length === 0 ? item : { ...item, voidedExceptions: voided } };
};

/** The exceptions that another trigger takes out, because it does not yield their occurrences. */
function voidedBy(before: Schedule, fields: ScheduleFields, now: number): ExceptionEntry[] {
  const left = new Set(changedSchedule(before, fields, now).exceptions);
  return (before.exceptions ?? []).filter((entry) => endOfException(entry) > now && !left.has(entry));
}
