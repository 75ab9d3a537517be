import { type CronWarningCode, cronWarnings } from './cron/cron-warnings.ts';
import { type TriggerFields } from './trigger-fields.ts';
import { triggerOf } from './timetable.ts';

const EIGHT_YEARS_MS = 8 * 366 * 86_400_000;

export interface TriggerWarning {
  readonly code: CronWarningCode | 'never-runs' | 'far-away';
  readonly message: string;
}

/** Warns of valid but unusual triggers. `now` in epoch milliseconds. */
export function triggerWarnings(
  fields: TriggerFields & { readonly anchorAt: number },
  now: number,
): TriggerWarning[] {
  const warnings: TriggerWarning[] = [];
  const next = triggerOf(fields).next(now);
  if (next === null) warnings.push({ code: 'never-runs', message: 'This never runs again.' });
  else if (next - now > EIGHT_YEARS_MS) {
    const day = new Date(next).toISOString().slice(0, 10);
    warnings.push({ code: 'far-away', message: `The next run is more than eight years away: ${day}.` });
  }
  if (fields.triggerType === 'cron') warnings.push(...cronWarnings(fields, now));
  return warnings;
}

/** The messages of `triggerWarnings`. */
export function triggerWarningTexts(
  fields: TriggerFields & { readonly anchorAt: number },
  now: number,
): string[] {
  return triggerWarnings(fields, now).map(({ message }) => message);
}
