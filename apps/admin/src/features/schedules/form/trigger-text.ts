import { parseCronLine, parseInterval } from '@zenpulse/core/domain';
import type { FormValues } from './form-values.ts';

/**
 * Parses a whole trigger from one text, such as a crontab line, `@daily` or "every 10 minutes"; null for other texts.
 */
export function valuesOfTriggerText(text: string): Partial<FormValues> | null {
  const cron = parseCronLine(text);
  if (cron !== null) return { triggerType: 'cron', ...cron };
  const interval = parseInterval(text);
  if (interval === null) return null;
  const { intervalValue, intervalUnit } = interval;
  return { triggerType: 'interval', intervalValue: String(intervalValue), intervalUnit };
}
