import { CRON_FIELDS, isSameCronField, type CronField } from './cron/cron-fields.ts';
import { isSameZone } from './cron/zone-spelling.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import type { ScheduleChange } from './schedule-input.ts';
import { TRIGGER_FIELDS } from './trigger-fields.ts';

/** A schedule as it is first stored. `now` is the store's clock in epoch milliseconds. */
export function newSchedule(id: string, fields: ScheduleFields, now: number): Schedule {
  return {
    ...fields,
    id,
    version: 1,
    anchorAt: wholeSecond(now),
    effectiveFrom: now,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * A schedule after a change. The anchor moves only when type, value or unit change in value, so no edit of
 * anything else moves an occurrence; `effectiveFrom` moves when the trigger or zone changes in value (`MON` is `mon`,
 * `us/eastern` is `America/New_York`) or `enabled` turns true, so disabled time and an old rule's backlog never catch up.
 */
export function changedSchedule(before: Schedule, change: ScheduleChange, now: number): Schedule {
  const after = { ...before, ...change, version: versionAfter(before.version), updatedAt: now };
  const differs = (name: keyof ScheduleFields) => !isSameValue(name, before, after);
  const isReanchored = (['triggerType', 'intervalValue', 'intervalUnit'] as const).some(differs);
  const isRestarted = TRIGGER_FIELDS.some(differs) || (!before.enabled && after.enabled);
  return {
    ...after,
    anchorAt: isReanchored ? wholeSecond(now) : before.anchorAt,
    effectiveFrom: isRestarted ? now : before.effectiveFrom,
  };
}

/** Ahead by less, a clock is only a little wrong, and waiting for it costs little. */
const AHEAD_FROM_MS = 60_000;

/**
 * Whether a row is an interval that was created under a clock which was ahead of what is now right: it would not run before
 * that clock's time has come. A change of the trigger under such a clock is not known to be one: `createdAt` is older then.
 */
export function isCreatedAhead(
  { triggerType, anchorAt, createdAt }: Pick<Schedule, 'triggerType' | 'anchorAt' | 'createdAt'>,
  now: number,
): boolean {
  return triggerType === 'interval' && Math.min(anchorAt, createdAt) - now > AHEAD_FROM_MS;
}

/** Such a schedule, counting from now. */
export function reanchoredSchedule(before: Schedule, now: number): Schedule {
  return {
    ...before,
    version: versionAfter(before.version),
    anchorAt: wholeSecond(now),
    effectiveFrom: now,
    updatedAt: now,
  };
}

/** The largest that every database's column keeps; SQL by hand may have put a row there. */
const LAST_VERSION = 2_147_483_647;

function versionAfter(version: number): number {
  return version >= LAST_VERSION ? 1 : version + 1;
}

const IS_CRON_FIELD: ReadonlySet<string> = new Set(CRON_FIELDS);

function isSameValue(name: keyof ScheduleFields, before: Schedule, after: Schedule): boolean {
  if (before[name] === after[name]) return true;
  if (name === 'timezone') return isSameZone(before.timezone, after.timezone);
  if (!IS_CRON_FIELD.has(name)) return false;
  const field = name as CronField; // it is one of CRON_FIELDS
  return isSameCronField(field, before[field], after[field]);
}

function wholeSecond(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}
