import type { Step } from './chart-slots.ts';

const DAY_MS = 86_400_000;

interface Range {
  readonly label: string;
  readonly step: Step;
  readonly lastMs: number;
}

/** The ranges of a chart: by the hour up to a week, by the day beyond. */
export const FIGURE_RANGES = {
  day: { label: 'Day', step: 'hour', lastMs: DAY_MS },
  week: { label: 'Week', step: 'hour', lastMs: 7 * DAY_MS },
  quarter: { label: '90 days', step: 'day', lastMs: 90 * DAY_MS },
} as const satisfies Readonly<Record<string, Range>>;

export type FigureRange = keyof typeof FIGURE_RANGES;
