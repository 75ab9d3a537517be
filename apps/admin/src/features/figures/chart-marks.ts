import { STEP_MS, type Slot, type Step } from './chart-slots.ts';

/** Something that happened at an instant (epoch milliseconds), in words. */
export interface ChartMark {
  readonly at: number;
  readonly text: string;
}

/** The marks of one slot. */
export function marksIn(marks: readonly ChartMark[], { at }: Slot, step: Step): readonly ChartMark[] {
  return marks.filter((mark) => mark.at >= at && mark.at < at + STEP_MS[step]);
}

/** Thin lines across the chart, as one SVG path in a box of one unit a slot by 100. */
export function marksPath(marks: readonly ChartMark[], slots: readonly Slot[], step: Step): string {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return '';
  return marks
    .filter(({ at }) => at >= first.at && at < last.at + STEP_MS[step])
    .map(({ at }) => `M${Math.round(((at - first.at) / STEP_MS[step]) * 1_000) / 1_000} 0V100`)
    .join('');
}
