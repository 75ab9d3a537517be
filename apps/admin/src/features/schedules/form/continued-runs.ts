import { intervalSeconds, triggerOf, type Trigger, type TriggerFields } from '@zenpulse/core/domain';

/** As many runs as the server returned, with past ones replaced by later ones; in epoch milliseconds, oldest first. */
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

/** The previewed fields: those of the chosen trigger type, and the zone. */
export type PreviewedFields = Pick<TriggerFields, 'triggerType' | 'timezone'> & Partial<TriggerFields>;

/** False where a pause, exceptions or blackout windows of the saved schedule decide too: the server alone knows those. */
export function isRuleAlone(row: Readonly<Record<string, unknown>> | null): boolean {
  return HELD_BY.every((field) => (row?.[field] ?? null) === null);
}

const HELD_BY = ['pausedUntil', 'exceptions', 'blackouts'] as const;

/** The trigger of a preview; for an interval that is not saved, the server counts from its own current time. */
export function triggerOfPreview(
  fields: PreviewedFields | null,
  firstRun: string | undefined,
): Trigger | null {
  if (fields === null || firstRun === undefined) return null;
  const { intervalValue, intervalUnit } = fields;
  const lengthMs = intervalValue && intervalUnit ? intervalSeconds(intervalValue, intervalUnit) * 1_000 : 0;
  // The fields of the other trigger type are not read.
  const complete = fields as TriggerFields;
  return triggerOf({ ...complete, anchorAt: Date.parse(firstRun) - lengthMs });
}
