import { OccurrencesSection } from '../occurrences/occurrences-section.tsx';
import classes from './history-tab.module.css';
import { RecentExecutions } from './recent-executions.tsx';
import { ScheduleFacts } from './schedule-facts.tsx';
import { useScheduleOutlet } from './schedule-outlet.ts';

/** What became of a schedule's runs: each occurrence of a day, and the newest executions. */
export function HistoryTab() {
  const { item } = useScheduleOutlet();
  return (
    <div className={classes['history']}>
      <div className={classes['main']}>
        <OccurrencesSection item={item} />
      </div>
      <div className={classes['aside']}>
        <RecentExecutions item={item} />
        <ScheduleFacts item={item} />
      </div>
    </div>
  );
}
