import {
  changedSchedule,
  completeSchedule,
  endOfException,
  repairedSchedule,
  schedulePatch,
  settableValues,
  type ExceptionEntry,
  type Schedule,
  type ScheduleEdit,
  type ScheduleFields,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import { askAboutEdits } from '../changes/asked-edits.ts';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';

export const patchSchedule: Handler = async ({ params, body, rules, ...asked }, { backend, clock }) => {
  const id = params['id'] ?? '';
  const author = authorOf(asked);
  const { version, ...change } = schedulePatch.parse(body);
  // Params that stay are not judged again: the code may have changed since.
  const isForParams = 'params' in change || 'jobKey' in change;
  const runners = isForParams ? await backend.runners.list() : [];
  const wanted = (before: StoredSchedule | null) => editOf(before, change, clock.now());
  const check = await askAboutEdits([id], wanted, { rules }, backend);
  let voided: ExceptionEntry[] = [];
  const schedule = await backend.schedules.change(
    id,
    version,
    (before) => {
      const fields = completeSchedule.parse({ ...settableValues(before), ...change });
      if (rules.isGiven) check(id, before, wanted(before));
      refuseWrongParams(fields, runners, clock.now());
      voided = before.isDamaged ? [] : voidedBy(before.schedule, fields, clock.now());
      return fields;
    },
    author,
  );
  const item = await presentSchedule({ isDamaged: false, schedule }, backend);
  return { status: 200, body: voided.length === 0 ? item : { ...item, voidedExceptions: voided } };
};

/** Fields of a schedule that have been checked, each by itself. */
type Fields = Readonly<Record<string, unknown>>;

/** The change as an edit, for the application's rule. */
function editOf(before: StoredSchedule | null, change: Fields, now: number): ScheduleEdit | null {
  if (before === null) return null;
  const fields = completeSchedule.parse({ ...settableValues(before), ...change });
  const row = before.isDamaged ? repairedSchedule(before.damaged.values, now) : before.schedule;
  return { after: changedSchedule(row, fields, now) };
}

/** The exceptions that another trigger takes out, because it does not yield their occurrences. */
function voidedBy(before: Schedule, fields: ScheduleFields, now: number): ExceptionEntry[] {
  const left = new Set(changedSchedule(before, fields, now).exceptions);
  return (before.exceptions ?? []).filter((entry) => endOfException(entry) > now && !left.has(entry));
}
