import type { OccurrenceDto } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { Link } from 'react-router';
import type { DataColumn, dataTableFeatures } from '../../../table/data-table.tsx';
import { useOfNow } from '../../../time/clock.ts';
import { durationText } from '../../../time/duration-text.ts';
import { ShortInstant } from '../../../time/instant.tsx';
import { executionPath } from '../../executions/execution-path.ts';
import { HeldBy } from '../../executions/held-by.tsx';
import { FateBadge } from './fate-badge.tsx';
import { fateText } from './fate-words.ts';
import classes from './occurrence-columns.module.css';

const column = createColumnHelper<typeof dataTableFeatures, OccurrenceDto>();

/** `zone`: the schedule's. */
export function occurrenceColumns(zone: string): readonly DataColumn<OccurrenceDto>[] {
  return [
    column.accessor('scheduledAt', {
      header: 'Due',
      meta: { rem: 13 },
      cell: ({ row: { original } }) => <Due occurrence={original} zone={zone} />,
    }),
    column.accessor('fate', {
      header: 'Outcome',
      meta: { card: 'corner', rem: 9 },
      cell: ({ row: { original } }) => <FateBadge fate={original.fate} status={original.status} />,
    }),
    column.accessor('startedAt', {
      header: 'Started',
      meta: { cardLabel: 'Started', rem: 10.5 },
      cell: ({ row: { original } }) => startText(original),
    }),
    column.display({
      id: 'why',
      header: 'Details',
      cell: ({ row: { original } }) => <InWords occurrence={original} zone={zone} />,
    }),
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
