import { CRON_FIELDS, type CronFields } from '@zenpulse/core/domain';

export const CRON_PRESETS = [
  { label: 'Every 30 minutes', cron: '*/30 * * * *' },
  { label: 'Daily at 8:30', cron: '30 8 * * *' },
  { label: 'Weekdays at 18:00', cron: '0 18 * * 1-5' },
  { label: 'Sundays at midnight', cron: '0 0 * * 0' },
  { label: 'First of the month', cron: '0 0 1 * *' },
] as const;

/** A line of five fields, split into the row's fields. */
export function cronPresetValues(cron: string): CronFields {
  const texts = cron.split(' ');
  return Object.fromEntries(CRON_FIELDS.map((field, index) => [field, texts[index] ?? '*'])) as CronFields;
}
