import type { OccurrenceDto } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { Link } from '../../../router/link.tsx';
import type { DataColumn } from '../../../table/data-column.ts';
import { useOfNow } from '../../../time/clock.ts';
import { durationText } from '../../../time/duration-text.ts';
import { ShortInstant } from '../../../time/instant.tsx';
import { executionPath } from '../../executions/execution-path.ts';
import { HeldBy } from '../../executions/held-by.tsx';
import { FateBadge } from './fate-badge.tsx';
import { fateText } from './fate-words.ts';
import classes from './occurrence-columns.module.css';

/** `zone`: the schedule's. */
export function occurrenceColumns(zone: string): readonly DataColumn<OccurrenceDto>[] {
  return [
    {
      id: 'scheduledAt',
      header: 'Due',
      rem: 13,
      cell: (original) => <Due occurrence={original} zone={zone} />,
    },
    {
      id: 'fate',
      header: 'Outcome',
      card: 'corner',
      rem: 9,
      cell: (original) => <FateBadge fate={original.fate} status={original.status} />,
    },
    {
      id: 'startedAt',
      header: 'Started',
      cardLabel: 'Started',
      rem: 10.5,
      cell: (original) => startText(original),
    },
    {
      id: 'why',
      isSortable: false,
      header: 'Details',
      cell: (original) => <InWords occurrence={original} zone={zone} />,
    },
  ];
}

interface CellProps {
  readonly occurrence: OccurrenceDto;
  readonly zone: string;
}

function Due({ occurrence, zone }: CellProps) {
  const { scheduledAt, lastAt, runId, hasExecution } = occurrence;
  const instant = <ShortInstant at={scheduledAt} zone={zone} hasYours />;
  if (hasExecution && runId !== null) {
    return (
      <Anchor component={Link} to={executionPath(runId)} size="sm" className={classes['due'] ?? ''}>
        {instant}
      </Anchor>
    );
  }
  return (
    <Text size="sm" span className={classes['due'] ?? ''}>
      {instant}
      {lastAt !== scheduledAt && (
        <>
          {' to '}
          <ShortInstant at={lastAt} zone={zone} />
        </>
      )}
    </Text>
  );
}

/** "on time, 1.2 s", "4 s late"; a dash if it did not start on its own. */
function startText({ startedAt, scheduledAt, recordedAs, durationMs }: OccurrenceDto): string {
  if (recordedAs !== null) return '–';
  if (startedAt === null) return durationMs === null ? '–' : `ran ${durationText(durationMs)}`;
  const lateMs = Math.max(0, Date.parse(startedAt) - Date.parse(scheduledAt));
  const start = lateMs < 1_000 ? 'on time' : `${durationText(lateMs)} late`;
  return durationMs === null ? start : `${start}, ran ${durationText(durationMs)}`;
}

function InWords({ occurrence, zone }: CellProps) {
  const words = useOfNow((now) => fateText(occurrence, zone, now));
  const { heldBy, reason } = occurrence;
  return (
    <Text size="sm" c="dimmed" component="div" className={classes['words'] ?? ''}>
      {words}
      {(reason === 'max-instances' || reason === 'runner-full') && (
        <>
          {' '}
          <HeldBy heldBy={heldBy} />
        </>
      )}
    </Text>
  );
}
