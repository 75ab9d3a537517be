import type { Outcome } from '@zenpulse/core/domain';

/** The most outcomes that a strip has room for. */
export const STRIP_LENGTH = 60;
/** The width of an outcome and the gap after it. */
export const STEP = 4;
export const HEIGHT = 20;
const WIDTH = 3;

/** The left edge of outcome `index` of `count`: the newest ends at the right. */
export function markX(index: number, count: number): number {
  return (STRIP_LENGTH - count + index) * STEP;
}

/** The index of the outcome at `x`; null left of the oldest. */
export function indexAt(x: number, count: number): number | null {
  const index = Math.floor(x / STEP) - STRIP_LENGTH + count;
  return index < 0 ? null : Math.min(index, count - 1);
}

/** The shapes of all outcomes of one kind as one SVG path. Kinds differ in shape, not only in colour. */
export function pathOf(status: Outcome, outcomes: readonly Outcome[]): string {
  return outcomes
    .map((one, index) => (one === status ? SHAPES[status](markX(index, outcomes.length)) : ''))
    .join('');
}

const box = (x: number, y: number, height: number, width = WIDTH) =>
  `M${x} ${y}h${width}v${height}h-${width}z`;

const SHAPES: Readonly<Record<Outcome, (x: number) => string>> = {
  // Low, so that what went wrong rises above it.
  success: (x) => box(x, 12, 8),
  fail: (x) => box(x, 0, 20),
  // A bar cut in two.
  timeout: (x) => box(x, 0, 12) + box(x, 14, 6),
  // A bar cut in three.
  interrupted: (x) => box(x, 0, 5) + box(x, 7, 6) + box(x, 15, 5),
  // A bar that is only an outline.
  missed: (x) => `${box(x, 0, 20)}M${x + 1} 1v18h1v-18z`,
  // A dot.
  skipped: (x) => box(x, 17, 3),
};
