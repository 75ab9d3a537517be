import { type CronWarningCode, cronWarnings } from './cron/cron-warnings.ts';
import type { InForce, Schedule } from './schedule.ts';
import { triggerOf } from './timetable.ts';
import { ruleOf, type RuleFields } from './trigger-fields.ts';

const EIGHT_YEARS_MS = 8 * 366 * 86_400_000;

export interface TriggerWarning {
  readonly code: CronWarningCode | 'never-runs' | 'far-away' | 'unknown-blackout';
  readonly message: string;
}

/** A trigger alone, or with what else of its schedule says when it is due. */
type WarnedFields = RuleFields &
  Partial<Pick<Schedule, 'pausedUntil' | 'exceptions' | 'blackouts'>> &
  InForce;

/** Warns of valid but unusual triggers. `now` in epoch milliseconds. */
export function triggerWarnings(fields: WarnedFields, now: number): TriggerWarning[] {
  const warnings: TriggerWarning[] = [];
  const next = triggerOf(fields).next(now);
  if (next === null) {
    const isBlackedOut = (fields.blackoutWindows ?? []).length > 0 && ruleOf(fields).next(now) !== null;
    const message = isBlackedOut
      ? 'Every run to come falls into a blackout window, so this never runs.'
      : 'This never runs again.';
    warnings.push({ code: 'never-runs', message });
  }
  if (next !== null && next - now > EIGHT_YEARS_MS) {
    const day = new Date(next).toISOString().slice(0, 10);
    warnings.push({ code: 'far-away', message: `The next run is more than eight years away: ${day}.` });
  }
  if (fields.triggerType === 'cron') warnings.push(...cronWarnings(fields, now));
  const unknown = unknownBlackouts(fields);
  if (unknown.length > 0) {
    const what =
      unknown.length === 1
        ? 'This blackout window does not exist, so it has no effect'
        : 'These blackout windows do not exist, so they have no effect';
    warnings.push({ code: 'unknown-blackout', message: `${what}: ${unknown.join(', ')}.` });
  }
  return warnings;
}

/** The names of windows that do not exist; none where the windows were not read. */
export function unknownBlackouts({
  blackouts = null,
  blackoutWindows,
}: Partial<Pick<Schedule, 'blackouts'>> & InForce): string[] {
  if (blackoutWindows === undefined) return [];
  return (blackouts ?? []).filter((name) => !blackoutWindows.some((window) => window.name === name));
}

/** The messages of `triggerWarnings`. */
export function triggerWarningTexts(fields: WarnedFields, now: number): string[] {
  return triggerWarnings(fields, now).map(({ message }) => message);
}
