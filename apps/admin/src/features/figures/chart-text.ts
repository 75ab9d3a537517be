import type { StatsBucket } from '@zenpulse/contract';
import { durationText } from '../../time/duration-text.ts';
import { dayText, offsetText, shortInstantText } from '../../time/instant-text.ts';
import { OUTCOME_WORDS } from '../executions/outcome-words.ts';
import { STACK, STEP_MS, type Slot, type Step } from './chart-slots.ts';

/** "31 Jan, 14:00 UTC: 120 success, 3 failed" */
export function outcomesOfSlot(slot: Slot, step: Step, zone: string): string {
  const { bucket } = slot;
  const counts = STACK.filter((status) => bucket !== null && bucket[status] > 0).map(
    (status) => `${countText(bucket, status)} ${OUTCOME_WORDS[status].label.toLowerCase()}`,
  );
  return `${slotText(slot.at, step, zone)}: ${counts.length === 0 ? 'nothing was due' : counts.join(', ')}`;
}

/** "31 Jan, 14:00 UTC: half within 1.2 s, 95 % within 4 s" */
export function durationsOfSlot({ at, bucket }: Slot, step: Step, zone: string): string {
  const [p50, p95] = [bucket?.p50 ?? null, bucket?.p95 ?? null];
  const text =
    p50 === null || p95 === null
      ? 'nothing ran'
      : `half within ${durationText(p50)}, 95 % within ${durationText(p95)}`;
  return `${slotText(at, step, zone)}: ${text}`;
}

/** "1,204 success, 3 failed" over all slots. */
export function outcomesOfAll(slots: readonly Slot[]): string {
  const counts = STACK.map((status) => ({
    status,
    count: slots.reduce((sum, { bucket }) => sum + (bucket?.[status] ?? 0), 0),
  })).filter(({ count }) => count > 0);
  if (counts.length === 0) return 'nothing was due';
  return counts
    .map(
      ({ status, count }) => `${count.toLocaleString('en-GB')} ${OUTCOME_WORDS[status].label.toLowerCase()}`,
    )
    .join(', ');
}

/** The instants of a slot, in ISO. */
export function rangeOfSlot({ at }: Slot, step: Step): { readonly from: string; readonly to: string } {
  return { from: new Date(at).toISOString(), to: new Date(at + STEP_MS[step]).toISOString() };
}

/** Days are those of UTC, whatever the zone. */
function slotText(at: number, step: Step, zone: string): string {
  if (step === 'day') return dayText(at, 'UTC');
  return `${shortInstantText(at, zone).replace(/:00$/, '')} ${offsetText(at, zone)}`;
}

function countText(bucket: StatsBucket | null, status: (typeof STACK)[number]): string {
  return (bucket?.[status] ?? 0).toLocaleString('en-GB');
}
