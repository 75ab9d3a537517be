import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stats } from '../../../api/overview.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Choice } from '../../../shell/choice.tsx';
import { Failure } from '../../../shell/failure.tsx';
import { useOfNow } from '../../../time/clock.ts';
import { slotsOf } from '../../figures/chart-slots.ts';
import { DurationsChart } from '../../figures/durations-chart.tsx';
import { FIGURE_RANGES, type FigureRange } from '../../figures/figure-ranges.ts';
import classes from './schedule-durations.module.css';

const STATS_MS = 60_000;
const RANGES = Object.entries(FIGURE_RANGES).map(([value, { label }]) => ({
  // The names of the ranges.
  value: value as FigureRange,
  label,
}));

/** How long a schedule's runs took, by hour or day. */
export function ScheduleDurations({ scheduleId }: { readonly scheduleId: string }) {
  const [range, setRange] = useState<FigureRange>('week');
  const { step, lastMs } = FIGURE_RANGES[range];
  const asked = stats({ step, lastMs, scheduleId });
  const { data, error, refetch } = useQuery(asked);
  usePolling(asked.queryKey, STATS_MS);
  const now = useOfNow((at) => Math.floor(at / 60_000) * 60_000);
  return (
    <section className={`zp-card ${classes['durations']}`} aria-label="Durations">
      <div className={classes['head']}>
        <h2>Durations</h2>
        <Choice label="Range of the durations" value={range} choices={RANGES} onChange={setRange} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <DurationsChart slots={slotsOf(data.buckets, step, now - lastMs, now + 1)} step={step} />
      )}
    </section>
  );
}
