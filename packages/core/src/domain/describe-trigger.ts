import { CRON_FIELDS } from './cron/cron-fields.ts';
import { cronWords } from './cron/cron-words.ts';
import { RecentCache } from './cron/recent-cache.ts';
import type { TriggerFields } from './trigger-fields.ts';

/** A trigger in words. For a cron it states that day of month AND day of week must match. Does not throw. */
export function describeTrigger(fields: TriggerFields): string {
  if (fields.triggerType !== 'cron') return describeInterval(fields);
  const line = CRON_FIELDS.map((name) => fields[name]).join('\n');
  return WORDS.get(line) ?? WORDS.keep(line, cronWords(fields));
}

/** Lists describe the same crons again and again. */
const WORDS = new RecentCache<string>(2_000);

function describeInterval({ intervalValue, intervalUnit }: TriggerFields): string {
  if (intervalValue === null || intervalUnit === null) return 'Interval without a length';
  return intervalValue === 1
    ? `Every ${intervalUnit.slice(0, -1)}`
    : `Every ${intervalValue} ${intervalUnit}`;
}
