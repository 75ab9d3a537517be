import type { ScheduleItem } from '@zenpulse/contract';
import type { Trigger } from '@zenpulse/core/domain';
import type { triggerOf } from './trigger-rules.ts';

/**
 * The next run after `now`, in epoch milliseconds. The server's answer may be some seconds old: if that run is past,
 * the rule's next one follows. The rules are loaded when first needed; until then the answer stays.
 */
export function comingRun(item: ScheduleItem, now: number): number | null {
  const answered = item.nextRunAt === null ? null : Date.parse(item.nextRunAt);
  if (answered === null || answered > now) return answered;
  if (rules !== null) return triggerFor(item, rules).next(now);
  void loadTriggerRules().catch(() => undefined); // asked for again a second later
  return answered;
}

type TriggerRules = typeof triggerOf;

let rules: TriggerRules | null = null;

export async function loadTriggerRules(): Promise<void> {
  rules = (await import('./trigger-rules.ts')).triggerOf;
}

const triggers = new WeakMap<ScheduleItem, Trigger>();

function triggerFor(item: ScheduleItem, triggerFromFields: TriggerRules): Trigger {
  const known = triggers.get(item);
  if (known !== undefined) return known;
  const made = triggerFromFields({ ...item, anchorAt: Date.parse(item.anchorAt) });
  triggers.set(item, made);
  return made;
}
