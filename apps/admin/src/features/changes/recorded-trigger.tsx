import { visibleText } from '@zenpulse/core/domain';
import { lazy, Suspense } from 'react';

// A library puts crons into words; most lists have none.
const CronWords = lazy(async () => ({ default: (await import('./recorded-cron.tsx')).RecordedCron }));

const CRON = ['cronMinute', 'cronHour', 'cronDay', 'cronMonth', 'cronDayOfWeek'] as const;

/** The trigger of a recorded row: "Every 10 minutes", "Every day at 04:00 (Europe/Berlin)". */
export function RecordedTrigger({ row }: { readonly row: Readonly<Record<string, unknown>> }) {
  if (row['triggerType'] !== 'cron') return intervalWords(row['intervalValue'], row['intervalUnit']);
  const line = CRON.map((name) => String(row[name])).join(' ');
  return (
    <>
      <Suspense fallback={visibleText(line)}>
        <CronWords row={row} />
      </Suspense>{' '}
      ({visibleText(String(row['timezone']))})
    </>
  );
}

/** Of a damaged row they may be anything. */
function intervalWords(value: unknown, unit: unknown): string {
  const units = String(unit);
  return visibleText(value === 1 ? `Every ${units.replace(/s$/, '')}` : `Every ${String(value)} ${units}`);
}
