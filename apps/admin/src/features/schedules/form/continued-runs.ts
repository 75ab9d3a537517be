import { intervalSeconds, triggerOf, type Trigger, type TriggerFields } from '@zenpulse/core/domain';

/** As many runs as were answered, without those that have come since; all in epoch milliseconds, oldest first. */
export function continuedRuns(runs: readonly number[], trigger: Trigger | null, now: number): number[] {
  const shown = runs.filter((at) => at > now);
  if (trigger === null) return shown;
  for (let last = Math.max(now, ...runs); shown.length < runs.length;) {
    const next = trigger.next(last);
    if (next === null) break;
    shown.push(next);
    last = next;
  }
  return shown;
}

/** The fields that were previewed: those of the chosen kind, and the zone. */
export type PreviewedFields = Pick<TriggerFields, 'triggerType' | 'timezone'> & Partial<TriggerFields>;

/** The trigger whose first run was answered; the server counts an interval that is not saved from its own now. */
export function triggerOfPreview(
  fields: PreviewedFields | null,
  firstRun: string | undefined,
): Trigger | null {
  if (fields === null || firstRun === undefined) return null;
  const { intervalValue, intervalUnit } = fields;
  const lengthMs = intervalValue && intervalUnit ? intervalSeconds(intervalValue, intervalUnit) * 1_000 : 0;
  // The fields of the other kind are not read.
  const complete = fields as TriggerFields;
  return triggerOf({ ...complete, anchorAt: Date.parse(firstRun) - lengthMs });
}
