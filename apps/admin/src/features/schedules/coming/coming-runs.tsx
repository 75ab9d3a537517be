import type { ScheduleItem } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Button, Stack, Title } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { comingOccurrences } from '../../../api/schedules.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { useMay } from '../../../api/use-may.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Menu } from '../../../shell/menu.tsx';
import { awayText } from '../../../time/ago-text.ts';
import { OfNow, ShortInstant } from '../../../time/instant.tsx';
import { now, useOfNow } from '../../../time/clock.ts';
import { shortInstantText } from '../../../time/instant-text.ts';
import { usePageZone } from '../../../time/zone.ts';
import classes from './coming-runs.module.css';
import { comingRows, type ComingRow } from './coming-rows.ts';
import { useChangeRun } from './use-change-run.ts';
import type { TimeAsked } from './run-time-dialog.tsx';

const COMING_MS = 30_000;
const SHOWN = 6;

const Dialog = lazy(async () => ({ default: (await import('./run-time-dialog.tsx')).RunTimeDialog }));

/** The next runs as they stand: each can be skipped or moved, one more planned, and what was changed taken back. */
export function ComingRuns({ item }: { readonly item: ScheduleItem }) {
  const asked = comingOccurrences(item.id);
  const isDue = item.enabled && item.problems.length === 0;
  const { data, error, refetch } = useQuery({ ...asked, enabled: isDue });
  usePolling(asked.queryKey, isDue && COMING_MS);
  const minute = useOfNow((at) => Math.floor(at / 1_000) * 1_000);
  const changing = useChangeRun(item);
  const [time, setTime] = useState<TimeAsked | null>(null);
  const may = useMay(item.mayNot);
  const rows = comingRows(isDue ? (data?.items ?? []) : [], item.exceptions, minute);
  // What was changed is shown, however far ahead it lies.
  const shown = rows.filter((row, index) => index < SHOWN || row.change !== null);
  return (
    <Stack component="section" className="zp-card" p="lg" gap="sm" aria-label="Next runs">
      <div className={classes['head']}>
        <Title order={2}>Next runs</Title>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setTime({ kind: 'run', at: null })}
          {...may('operator', 'run')}
        >
          Run once at…
        </Button>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {(data !== undefined || !isDue) && shown.length === 0 && (
        <span className="zp-dimmed">{nothingText(item)}</span>
      )}
      <ol className={classes['rows']}>
        {shown.map((row) => (
          <Row
            key={`${row.at} ${row.kind}`}
            row={row}
            may={may}
            isBusy={changing.isPending}
            onSkip={() => changing.mutate({ kind: 'skip', at: row.at })}
            onMove={() => setTime({ kind: 'move', at: row.at })}
            onTakeBack={(exceptionId) => changing.mutate({ kind: 'withdraw', exceptionId })}
          />
        ))}
      </ol>
      <Suspense fallback={null}>
        {time !== null && <Dialog item={item} asked={time} onClose={() => setTime(null)} />}
      </Suspense>
    </Stack>
  );
}

function nothingText({ enabled, problems, pausedUntil }: ScheduleItem): string {
  if (problems.length > 0) return 'None until it is repaired.';
  if (!enabled) return 'None: it is disabled.';
  return pausedUntil !== null && Date.parse(pausedUntil) > now()
    ? 'None within a year of the end of the pause.'
    : 'None within a year.';
}

interface RowProps {
  readonly row: ComingRow;
  readonly may: ReturnType<typeof useMay>;
  readonly isBusy: boolean;
  readonly onSkip: () => void;
  readonly onMove: () => void;
  readonly onTakeBack: (exceptionId: string) => void;
}

function Row({ row, may, isBusy, onSkip, onMove, onTakeBack }: RowProps) {
  const { at, kind, change } = row;
  const zone = usePageZone();
  const named = shortInstantText(Date.parse(at), zone);
  const isOff = kind === 'skipped' || kind === 'moved-away' || kind === 'closed';
  return (
    <li data-off={isOff}>
      <span className={classes['at']}>
        <ShortInstant at={at} />
        <span className="zp-dimmed">
          {kind === 'due' ? (
            <OfNow read={(of) => awayText(Date.parse(at), of)} />
          ) : (
            <What row={row} zone={zone} />
          )}
        </span>
      </span>
      {kind === 'due' && (
        <Menu
          label={`Change the run at ${named}`}
          className={classes['more'] ?? ''}
          face={<IconDotsVertical size={16} stroke={1.8} aria-hidden />}
          items={[
            { label: 'Skip this run', onChoose: onSkip, ...may('operator', 'skip') },
            { label: 'Move to…', onChoose: onMove, ...may('operator', 'skip') },
          ]}
        />
      )}
      {change !== null && (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          disabled={isBusy}
          aria-label={`Take back: ${named}`}
          onClick={() => onTakeBack(change.id)}
          {...may('operator', 'skip')}
        >
          Take back
        </Button>
      )}
    </li>
  );
}

/** "Skipped: the bank is closed" */
function What({ row: { kind, change }, zone }: { readonly row: ComingRow; readonly zone: string }) {
  const to = change?.kind === 'move' ? shortInstantText(Date.parse(change.to), zone) : '';
  const from = change === null ? '' : shortInstantText(Date.parse(change.at), zone);
  const text = {
    due: '',
    skipped: 'Skipped',
    'moved-away': `Moved to ${to}`,
    'moved-here': `Moved from ${from}`,
    planned: 'Once, planned by hand',
    closed: 'In a blackout window',
  }[kind];
  const reason = change?.reason ?? null;
  return (
    <>
      {text}
      {reason !== null && `: ${visibleText(reason)}`}
    </>
  );
}
