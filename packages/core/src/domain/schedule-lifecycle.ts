import { CRON_FIELDS, isSameCronField, type CronField } from './cron/cron-fields.ts';
import { isSameZone } from './cron/zone-spelling.ts';
import { toIso } from './iso-instant.ts';
import { voidedExceptions } from './plan-exception.ts';
import { keptExceptions, type PastPause } from './schedule-exceptions.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import type { StoredChange } from './schedule-input.ts';
import { TRIGGER_FIELDS } from './trigger-fields.ts';

/** A new schedule, as it is first stored. `now` is the store's clock in epoch milliseconds. */
export function newSchedule(id: string, fields: ScheduleFields, now: number): Schedule {
  return {
    ...fields,
    id,
    version: 1,
    anchorAt: wholeSecond(now),
    effectiveFrom: now,
    pausedFrom: fields.pausedUntil === null ? null : toIso(now),
    exceptions: null,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * A schedule after a change. The anchor moves only if type, value or unit change in value, so other edits move no
 * occurrence. `effectiveFrom` moves if the trigger or zone changes in value (`MON` equals `mon`, `us/eastern` equals
 * `America/New_York`), if `enabled` turns true, or with other blackout windows, so time spent disabled and an old rule's
 * backlog are never caught up. With another end of the pause it moves to the end of what was paused until now.
 */
export function changedSchedule(before: Schedule, change: StoredChange, now: number): Schedule {
  const after = { ...before, ...change, version: versionAfter(before.version), updatedAt: now };
  const differs = (name: keyof ScheduleFields) => !isSameValue(name, before, after);
  const isReanchored = (['triggerType', 'intervalValue', 'intervalUnit'] as const).some(differs);
  const isRestarted =
    TRIGGER_FIELDS.some(differs) || (!before.enabled && after.enabled) || hasOtherBlackouts(before, after);
  const changed = {
    ...after,
    anchorAt: isReanchored ? wholeSecond(now) : before.anchorAt,
    effectiveFrom: isRestarted ? now : startAfterPause(before, after, now),
    pausedFrom: pauseBeginning(before, after, now),
  };
  return { ...changed, exceptions: exceptionsAfter(before, changed, now) };
}

/** A pause that ends or is replaced becomes an entry; another rule takes out what it does not yield any more. */
function exceptionsAfter(before: Schedule, after: Schedule, now: number): Schedule['exceptions'] {
  const ended = endedPause(before, after, now);
  const isSameRule = TRIGGER_FIELDS.every((name) => isSameValue(name, before, after));
  if (ended === null && (isSameRule || after.exceptions === null)) return after.exceptions;
  const voided = new Set(isSameRule ? [] : voidedExceptions(after, now));
  const left = (after.exceptions ?? []).filter((entry) => !voided.has(entry));
  return keptExceptions(ended === null ? left : [...left, ended], now);
}

function endedPause(before: Schedule, after: Schedule, now: number): PastPause | null {
  const { pausedUntil: until } = before;
  if (until === null || until === after.pausedUntil || before.pausedFrom === null) return null;
  const isGoingOn = after.pausedFrom === before.pausedFrom && Date.parse(after.pausedUntil ?? '') > now;
  const to = toIso(Math.min(now, Date.parse(until)));
  if (isGoingOn || to <= before.pausedFrom) return null;
  return { kind: 'pause', id: before.pausedFrom, at: before.pausedFrom, to, reason: before.pauseReason };
}

/**
 * What was paused up to now, or before the end of a pause that is over, is never caught up, whatever replaces it. What
 * is due exactly at the end of a pause runs.
 */
function startAfterPause(before: Schedule, after: Schedule, now: number): number {
  if (before.pausedUntil === null || before.pausedUntil === after.pausedUntil) return before.effectiveFrom;
  return Math.max(before.effectiveFrom, Math.min(now, Date.parse(before.pausedUntil) - 1));
}

/** A pause that is shortened or lengthened began when it began; one that is over is followed by a new one. */
function pauseBeginning(before: Schedule, after: Schedule, now: number): string | null {
  if (after.pausedUntil === null) return null;
  const isSame = before.pausedUntil === after.pausedUntil;
  const isGoingOn = before.pausedUntil !== null && Date.parse(before.pausedUntil) > now;
  return isSame || isGoingOn ? before.pausedFrom : toIso(now);
}

function hasOtherBlackouts(before: Schedule, after: Schedule): boolean {
  return JSON.stringify(before.blackouts) !== JSON.stringify(after.blackouts);
}

/** A smaller difference is not worth correcting: waiting for it takes at most this long. */
const AHEAD_FROM_MS = 60_000;

/**
 * True for an interval schedule that was created while the clock was ahead: it would not run before that clock's time
 * has come. A trigger changed under such a clock is not recognised, because `createdAt` is older then.
 */
export function isCreatedAhead(
  { triggerType, anchorAt, createdAt }: Pick<Schedule, 'triggerType' | 'anchorAt' | 'createdAt'>,
  now: number,
): boolean {
  return triggerType === 'interval' && Math.min(anchorAt, createdAt) - now > AHEAD_FROM_MS;
}

/** That schedule, counting from now. */
export function reanchoredSchedule(before: Schedule, now: number): Schedule {
  return {
    ...before,
    version: versionAfter(before.version),
    anchorAt: wholeSecond(now),
    effectiveFrom: now,
    updatedAt: now,
  };
}

/** The largest value of every database's column; a row may hold it after SQL by hand. */
const LAST_VERSION = 2_147_483_647;

function versionAfter(version: number): number {
  return version >= LAST_VERSION ? 1 : version + 1;
}

const IS_CRON_FIELD: ReadonlySet<string> = new Set(CRON_FIELDS);

function isSameValue(name: keyof ScheduleFields, before: Schedule, after: Schedule): boolean {
  if (before[name] === after[name]) return true;
  if (name === 'timezone') return isSameZone(before.timezone, after.timezone);
  if (!IS_CRON_FIELD.has(name)) return false;
  const field = name as CronField; // name is one of CRON_FIELDS
  return isSameCronField(field, before[field], after[field]);
}

function wholeSecond(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}
