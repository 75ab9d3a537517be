import { describeTrigger, visibleText, type TriggerFields } from '@zenpulse/core/domain';

export function RecordedCron({ row }: { readonly row: Readonly<Record<string, unknown>> }) {
  // Any value of a damaged row is described too.
  return visibleText(describeTrigger(row as unknown as TriggerFields));
}
