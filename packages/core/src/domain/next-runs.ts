import { triggerOf } from './timetable.ts';

/** The first `count` occurrences strictly after `from`, in epoch milliseconds, oldest first. */
export function nextOccurrences(
  fields: Parameters<typeof triggerOf>[0],
  from: number,
  count: number,
): number[] {
  const trigger = triggerOf(fields);
  const found: number[] = [];
  let at = trigger.next(from);
  while (at !== null && found.length < count) {
    found.push(at);
    at = trigger.next(at);
  }
  return found;
}
