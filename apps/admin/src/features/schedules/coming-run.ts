import type { ScheduleItem } from '@zenpulse/contract';
import { triggerOf, type Trigger } from '@zenpulse/core/domain';

/**
 * The next run after `now`, in epoch milliseconds. The server's answer may be some seconds old: if that run is past,
 * the rule's next one follows.
 */
export function comingRun(item: ScheduleItem, now: number): number | null {
  const answered = item.nextRunAt === null ? null : Date.parse(item.nextRunAt);
  if (answered === null || answered > now) return answered;
  return triggerFor(item).next(now);
}

const triggers = new WeakMap<ScheduleItem, Trigger>();

function triggerFor(item: ScheduleItem): Trigger {
  const known = triggers.get(item);
  if (known !== undefined) return known;
  const made = triggerOf({ ...item, anchorAt: Date.parse(item.anchorAt) });
  triggers.set(item, made);
  return made;
}
