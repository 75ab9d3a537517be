import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changesSince } from '../../../api/changes.ts';
import { stats } from '../../../api/overview.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Choice } from '../../../shell/choice.tsx';
import { Failure } from '../../../shell/failure.tsx';
import { useOfNow } from '../../../time/clock.ts';
import { usePageZone } from '../../../time/zone.ts';
import { changeMarks } from '../../changes/change-marks.ts';
import { slotsOf } from '../../figures/chart-slots.ts';
import { DurationsChart } from '../../figures/durations-chart.tsx';
import { FIGURE_RANGES, type FigureRange } from '../../figures/figure-ranges.ts';
import classes from './schedule-durations.module.css';

const STATS_MS = 60_000;
const HOUR_MS = 3_600_000;
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
  const zone = usePageZone();
  const now = useOfNow((at) => Math.floor(at / 60_000) * 60_000);
  // The hour makes one question of many.
  const hour = useOfNow((at) => Math.floor(at / HOUR_MS) * HOUR_MS);
  const since = changesSince(scheduleId, new Date(hour - lastMs).toISOString());
  const changes = useQuery(since);
  usePolling(since.queryKey, STATS_MS);
  return (
    <section className={`zp-card ${classes['durations']}`} aria-label="Durations">
      <div className={classes['head']}>
        <h2>Durations</h2>
        <Choice label="Range of the durations" value={range} choices={RANGES} onChange={setRange} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <DurationsChart
          slots={slotsOf(data.buckets, step, now - lastMs, now + 1)}
          step={step}
          marks={changeMarks(changes.data?.items ?? [], zone)}
        />
      )}
    </section>
  );
}
