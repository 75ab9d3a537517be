import cronstrue from 'cronstrue';
import type { TriggerFields } from './trigger-fields.ts';

/** A trigger in words, true to the rule that every cron field must match (day of month AND day of week). */
export function describeTrigger(fields: TriggerFields): string {
  return fields.triggerType === 'cron' ? describeCron(fields) : describeInterval(fields);
}

function describeInterval({ intervalValue, intervalUnit }: TriggerFields): string {
  if (intervalValue === null || intervalUnit === null) return 'Interval without a length';
  return intervalValue === 1
    ? `Every ${intervalUnit.slice(0, -1)}`
    : `Every ${intervalValue} ${intervalUnit}`;
}

function describeCron(fields: TriggerFields): string {
  const { cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek } = fields;
  return cronstrue.toString([cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek].join(' '), {
    use24HourTimeFormat: true,
    logicalAndDayFields: true,
    throwExceptionOnParseError: false,
  });
}
