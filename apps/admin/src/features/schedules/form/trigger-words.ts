import { CRON_FIELDS, describeTrigger, type TriggerFields } from '@zenpulse/core/domain';
import { triggerFieldIssues } from './form-issues.ts';
import type { FormValues } from './form-values.ts';
import { typedValue } from './typed-value.ts';

/** A typed trigger in words: "Every 10 minutes", "At 04:00 (Europe/Berlin)"; the typed text if it is invalid. */
export function triggerWords(values: FormValues): string {
  const isCron = values.triggerType === 'cron';
  if (triggerFieldIssues(values).length > 0) {
    const text = isCron
      ? CRON_FIELDS.map((field) => values[field]).join(' ')
      : `every ${values.intervalValue} ${values.intervalUnit}`;
    return `${text} (not valid)`;
  }
  const names = isCron ? CRON_FIELDS : (['intervalValue', 'intervalUnit'] as const);
  const fields = Object.fromEntries(names.map((field) => [field, typedValue(values, field)]));
  // Each field has just passed its rule; those of the other trigger type are not read.
  const words = describeTrigger({ ...fields, triggerType: values.triggerType } as unknown as TriggerFields);
  return isCron ? `${words} (${values.timezone})` : words;
}
