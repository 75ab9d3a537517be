import { cronWarnings } from './cron/cron-warnings.ts';
import { triggerOf, type TriggerFields } from './trigger-fields.ts';

const EIGHT_YEARS_MS = 8 * 366 * 86_400_000;

/** Warnings about valid but unusual triggers, shown before saving. `now` in epoch milliseconds. */
export function triggerWarnings(
  fields: TriggerFields & { readonly anchorAt: number },
  now: number,
): string[] {
  const warnings: string[] = [];
  const next = triggerOf(fields).next(now);
  if (next === null) warnings.push('This never runs again.');
  else if (next - now > EIGHT_YEARS_MS) {
    warnings.push(
      `The next run is more than eight years away: ${new Date(next).toISOString().slice(0, 10)}.`,
    );
  }
  if (fields.triggerType === 'cron') warnings.push(...cronWarnings(fields, now));
  return warnings;
}
