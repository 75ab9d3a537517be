import { cronWords } from './cron/cron-words.ts';
import type { TriggerFields } from './trigger-fields.ts';

/** A trigger in words, true to the rule that every cron field must match (day of month AND day of week). Throws nothing. */
export function describeTrigger(fields: TriggerFields): string {
  return fields.triggerType === 'cron' ? cronWords(fields) : describeInterval(fields);
}

function describeInterval({ intervalValue, intervalUnit }: TriggerFields): string {
  if (intervalValue === null || intervalUnit === null) return 'Interval without a length';
  return intervalValue === 1
    ? `Every ${intervalUnit.slice(0, -1)}`
    : `Every ${intervalValue} ${intervalUnit}`;
}
