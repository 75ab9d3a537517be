import type { StatsBucket } from '@zenpulse/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stats } from '../../api/overview.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Choice } from '../../shell/choice.tsx';
import { Failure } from '../../shell/failure.tsx';
import { useOfNow } from '../../time/clock.ts';
import { slotsOf, type Slot } from '../figures/chart-slots.ts';
import { DurationsChart } from '../figures/durations-chart.tsx';
import { OutcomesChart } from '../figures/outcomes-chart.tsx';
import { FIGURE_RANGES, type FigureRange } from '../figures/figure-ranges.ts';
import { Panel } from './panel.tsx';

const STATS_MS = 60_000;

/** Runs by outcome and their durations: of the last day, which the overview has, or of a longer time. */
export function Figures({ hours }: { readonly hours: readonly StatsBucket[] }) {
  const [range, setRange] = useState<FigureRange>('day');
  const { step, lastMs } = FIGURE_RANGES[range];
  const isInOverview = range === 'day';
  const asked = stats({ step, lastMs });
  const { data, error, refetch } = useQuery({ ...asked, enabled: !isInOverview });
  usePolling(asked.queryKey, isInOverview ? false : STATS_MS);
  const buckets = isInOverview ? hours : (data?.buckets ?? []);
  const now = useOfNow((at) => Math.floor(at / 60_000) * 60_000);
  const slots: readonly Slot[] = slotsOf(buckets, step, now - lastMs, now + 1);
  return (
    <>
      <Panel
        title={step === 'hour' ? 'Runs by hour' : 'Runs by day'}
        aside={
          <Choice
            label="Range of the charts"
            value={range}
            onChange={setRange}
            choices={Object.entries(FIGURE_RANGES).map(([value, { label }]) => ({
              // The names of the ranges.
              value: value as FigureRange,
              label,
            }))}
          />
        }
      >
        {!isInOverview && error && <Failure error={error} onRetry={() => void refetch()} />}
        <OutcomesChart slots={slots} step={step} />
      </Panel>
      <Panel title="Durations">
        <DurationsChart slots={slots} step={step} />
      </Panel>
    </>
  );
}
