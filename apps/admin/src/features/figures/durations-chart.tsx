import { durationText } from '../../time/duration-text.ts';
import { usePageZone } from '../../time/zone.ts';
import type { ChartMark } from './chart-marks.ts';
import { lineOf, longestOf, type Slot, type Step } from './chart-slots.ts';
import { durationsOfSlot } from './chart-text.ts';
import classes from './chart.module.css';
import { Chart } from './chart.tsx';

interface DurationsChartProps {
  readonly slots: readonly Slot[];
  readonly step: Step;
  /** Changes of the schedule. */
  readonly marks?: readonly ChartMark[];
}

/** How long runs took, by hour or day: the median, and what 95 % of them stayed below. */
export function DurationsChart({ slots, step, marks = [] }: DurationsChartProps) {
  const zone = usePageZone();
  const longest = longestOf(slots);
  if (longest === 0) return <p className="zp-dimmed">Nothing ran in this time.</p>;
  return (
    <div>
      <div className={classes['key']}>
        <span>
          <i data-name="p50" />
          half of them
        </span>
        <span>
          <i data-name="p95" />
          95 %
        </span>
        {marks.length > 0 && (
          <span>
            <i data-name="mark" />
            changed
          </span>
        )}
        <span>at most {durationText(longest)}</span>
      </div>
      <Chart
        label={`Durations by ${step}`}
        slots={slots}
        step={step}
        marks={marks}
        textOf={(slot) => durationsOfSlot(slot, step, zone)}
      >
        <path className={classes['line']} data-name="p95" d={lineOf('p95', slots, longest)} />
        <path className={classes['line']} data-name="p50" d={lineOf('p50', slots, longest)} />
      </Chart>
    </div>
  );
}
