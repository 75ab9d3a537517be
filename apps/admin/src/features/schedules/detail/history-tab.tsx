import { Box } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { OccurrenceStrip } from '../../figures/occurrence-strip.tsx';
import { useOpenOccurrence } from '../../figures/open-occurrence.ts';
import { ComingRuns } from '../coming/coming-runs.tsx';
import { OccurrencesSection } from '../occurrences/occurrences-section.tsx';
import { scheduleName } from '../schedule-name.ts';
import classes from './history-tab.module.css';
import { RecentExecutions } from './recent-executions.tsx';
import { ScheduleFacts } from './schedule-facts.tsx';
import { useScheduleOutlet } from './schedule-outlet.ts';

// Charts are loaded when there is something to draw.
const ScheduleDurations = lazy(async () => ({
  default: (await import('./schedule-durations.tsx')).ScheduleDurations,
}));

/** What became of a schedule's runs: its last outcomes, and each occurrence of a day. */
export function HistoryTab() {
  const { item } = useScheduleOutlet();
  const open = useOpenOccurrence(item.id);
  const { recent = [] } = item;
  return (
    <div className={classes['history']}>
      <div className={classes['main']}>
        {recent.length > 0 && (
          <Box className="zp-card" p="md" component="section" aria-label="Last outcomes">
            <OccurrenceStrip
              name={scheduleName(item)}
              zone={item.timezone}
              occurrences={recent}
              onOpen={open}
            />
          </Box>
        )}
        <OccurrencesSection item={item} />
      </div>
      <div className={classes['aside']}>
        <ComingRuns item={item} />
        {item.lastRun !== null && (
          <Suspense fallback={<div className={classes['later']} />}>
            <ScheduleDurations scheduleId={item.id} />
          </Suspense>
        )}
        <RecentExecutions item={item} />
        <ScheduleFacts item={item} />
      </div>
    </div>
  );
}
