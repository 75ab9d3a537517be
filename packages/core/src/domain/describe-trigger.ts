import { cronWords } from './cron/cron-words.ts';
import type { TriggerFields } from './trigger-fields.ts';

/** A trigger in words. For a cron it states that day of month AND day of week must match. Does not throw. */
export function describeTrigger(fields: TriggerFields): string {
  return fields.triggerType === 'cron' ? cronWords(fields) : describeInterval(fields);
}

function describeInterval({ intervalValue, intervalUnit }: TriggerFields): string {
  if (intervalValue === null || intervalUnit === null) return 'Interval without a length';
  return intervalValue === 1
    ? `Every ${intervalUnit.slice(0, -1)}`
    : `Every ${intervalValue} ${intervalUnit}`;
}
