import { visibleText } from '@zenpulse/core/domain';
import type { ExecutionItem } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { Link } from 'react-router';
import type { DataColumn, dataTableFeatures } from '../../../table/data-table.tsx';
import { Name } from '../../../shell/name.tsx';
import { durationText } from '../../../time/duration-text.ts';
import { ShortInstant } from '../../../time/instant.tsx';
import { executionPath } from '../execution-path.ts';
import { lateStartText } from '../late-text.ts';
import { ORIGIN_WORDS } from '../origin-words.ts';
import { OutcomeBadge } from '../outcome-badge.tsx';
import { reasonText } from '../reason-text.ts';
import classes from './execution-columns.module.css';

const column = createColumnHelper<typeof dataTableFeatures, ExecutionItem>();

export const executionColumns: readonly DataColumn<ExecutionItem>[] = [
  column.accessor('runTime', {
    header: 'Time',
    meta: { rem: 12.5 },
    cell: ({ row }) => (
      <Anchor
        component={Link}
        to={executionPath(row.original.id)}
        size="sm"
        className={classes['time'] ?? ''}
      >
        <ShortInstant at={row.original.runTime} />
      </Anchor>
    ),
  }),
  column.accessor('jobKey', {
    header: 'Job',
    meta: { cardLabel: 'Job' },
    cell: ({ row: { original } }) => (
      <Text size="sm" fw={600} component="span">
        <Name>{original.jobKey}</Name>
        {original.variant !== '' && <span className="zp-dimmed"> {original.variant}</span>}
      </Text>
    ),
  }),
  column.accessor('status', {
    header: 'Outcome',
    meta: { card: 'corner', rem: 8 },
    cell: ({ row }) => <OutcomeBadge status={row.original.status} />,
  }),
  column.accessor('durationMs', {
    header: 'Duration',
    meta: { cardLabel: 'Duration', rem: 6.5 },
    cell: ({ row: { original } }) => (original.durationMs === null ? '–' : durationText(original.durationMs)),
  }),
  column.accessor('origin', {
    header: 'Trigger',
    meta: { cardLabel: 'Trigger', rem: 8.5 },
    cell: ({ row: { original } }) => (
      <>
        {ORIGIN_WORDS[original.origin]}
        {original.attempt > 1 && <span className="zp-dimmed"> (attempt {original.attempt})</span>}
      </>
    ),
  }),
  column.display({
    id: 'what',
    header: 'Details',
    cell: ({ row }) => <WhatHappened execution={row.original} />,
  }),
];

function WhatHappened({ execution }: { readonly execution: ExecutionItem }) {
  const { exceptionType, exceptionMessage, coalescedCount } = execution;
  const error = [exceptionType, exceptionMessage].filter((text) => text !== null && text !== '').join(': ');
  const text = visibleText(error) || reasonText(execution) || lateStartText(execution) || '';
  return (
    <Text size="sm" c="dimmed" lineClamp={2} className={classes['what'] ?? ''} title={text}>
      {coalescedCount > 1 && `×${coalescedCount} `}
      {text}
    </Text>
  );
}
