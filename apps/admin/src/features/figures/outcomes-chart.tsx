import { useNavigate } from '../../router/hooks.ts';
import { usePageZone } from '../../time/zone.ts';
import { barsOf, STACK, type Slot, type Step } from './chart-slots.ts';
import { outcomesOfAll, outcomesOfSlot, rangeOfSlot } from './chart-text.ts';
import { Chart } from './chart.tsx';

interface OutcomesChartProps {
  readonly slots: readonly Slot[];
  readonly step: Step;
  /** One schedule; without it all together. */
  readonly scheduleId?: string;
}

/** Runs by outcome, a bar for each hour or day. A click opens the executions of that time. */
export function OutcomesChart({ slots, step, scheduleId }: OutcomesChartProps) {
  const zone = usePageZone();
  const navigate = useNavigate();
  const open = (slot: Slot) => {
    const query = new URLSearchParams({ range: 'custom', ...rangeOfSlot(slot, step) });
    if (scheduleId !== undefined) query.set('scheduleId', scheduleId);
    void navigate(`/executions?${query}`);
  };
  return (
    <Chart
      label={`Runs by ${step}: ${outcomesOfAll(slots)}`}
      slots={slots}
      step={step}
      textOf={(slot) => outcomesOfSlot(slot, step, zone)}
      onOpen={open}
    >
      {STACK.map((status) => (
        <path key={status} data-status={status} d={barsOf(status, slots)} />
      ))}
    </Chart>
  );
}
