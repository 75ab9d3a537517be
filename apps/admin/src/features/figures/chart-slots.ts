import type { StatsBucket } from '@zenpulse/contract';
import type { Outcome } from '@zenpulse/core/domain';

export const STEP_MS = { hour: 3_600_000, day: 86_400_000 } as const;
export type Step = keyof typeof STEP_MS;

/** One hour or day of a chart; in epoch milliseconds. Without a bucket nothing was due. */
export interface Slot {
  readonly at: number;
  readonly bucket: StatsBucket | null;
}

/** Every hour or day (of UTC) that overlaps [`from`, `to`), oldest first. */
export function slotsOf(buckets: readonly StatsBucket[], step: Step, from: number, to: number): Slot[] {
  const stepMs = STEP_MS[step];
  const known = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
  const slots: Slot[] = [];
  for (let at = Math.floor(from / stepMs) * stepMs; at < to; at += stepMs) {
    slots.push({ at, bucket: known.get(at) ?? null });
  }
  return slots;
}

/** From the bottom to the top of a bar. */
export const STACK = [
  'success',
  'skipped',
  'missed',
  'interrupted',
  'timeout',
  'fail',
] as const satisfies readonly Outcome[];

/** The least height of what went wrong, in percent of the chart: 3 of 5,000 would be invisible. */
const LEAST = 4;
/** The share of a slot that its bar takes. */
const BAR = 0.8;

/** The bars of one outcome, as one SVG path in a box of one unit a slot by 100. */
export function barsOf(status: Outcome, slots: readonly Slot[]): string {
  const most = Math.max(1, ...slots.map(({ bucket }) => totalOf(bucket)));
  return slots
    .map(({ bucket }, index) => (bucket === null ? '' : barOf(status, bucket, index, most)))
    .join('');
}

function totalOf(bucket: StatsBucket | null): number {
  return bucket === null ? 0 : STACK.reduce((sum, status) => sum + bucket[status], 0);
}

function barOf(status: Outcome, bucket: StatsBucket, index: number, most: number): string {
  if (bucket[status] === 0) return '';
  const height = (one: (typeof STACK)[number]) =>
    bucket[one] === 0 ? 0 : Math.max(one === 'success' ? 0 : LEAST, (bucket[one] / most) * 100);
  // What the least heights add is taken from the successes below.
  const excess = Math.max(0, STACK.reduce((sum, one) => sum + height(one), 0) - 100);
  const drawn = (one: (typeof STACK)[number]) => Math.max(0, height(one) - (one === 'success' ? excess : 0));
  const below = STACK.slice(0, STACK.indexOf(status)).reduce((sum, one) => sum + drawn(one), 0);
  const top = 100 - below - drawn(status);
  return `M${rounded(index + (1 - BAR) / 2)} ${rounded(top)}h${BAR}v${rounded(drawn(status))}h-${BAR}z`;
}

/** The line of one percentile in the same box, broken where nothing ran; `most` is the value at the top. */
export function lineOf(name: 'p50' | 'p95', slots: readonly Slot[], most: number): string {
  let isDrawing = false;
  return slots
    .map(({ bucket }, index) => {
      const value = bucket?.[name] ?? null;
      const command = isDrawing ? 'L' : 'M';
      isDrawing = value !== null;
      return value === null
        ? ''
        : `${command}${index + 0.5} ${rounded(100 - (value / most) * 100)}${command === 'M' ? 'h0.01' : ''}`;
    })
    .join('');
}

export function longestOf(slots: readonly Slot[]): number {
  return Math.max(0, ...slots.map(({ bucket }) => Math.max(bucket?.p50 ?? 0, bucket?.p95 ?? 0)));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
