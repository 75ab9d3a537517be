import { visibleText } from '@zenpulse/core/domain';
import type { ExecutionItem } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { Link } from '../../../router/link.tsx';
import type { DataColumn } from '../../../table/data-column.ts';
import { Name } from '../../../shell/name.tsx';
import { durationText } from '../../../time/duration-text.ts';
import { ShortInstant } from '../../../time/instant.tsx';
import { executionPath } from '../execution-path.ts';
import { lateStartText } from '../late-text.ts';
import { ORIGIN_WORDS } from '../origin-words.ts';
import { OutcomeBadge } from '../outcome-badge.tsx';
import { reasonText } from '../reason-text.ts';
import classes from './execution-columns.module.css';

export const executionColumns: readonly DataColumn<ExecutionItem>[] = [
  {
    id: 'runTime',
    header: 'Time',
    rem: 12.5,
    cell: (row) => (
      <Anchor component={Link} to={executionPath(row.id)} size="sm" className={classes['time'] ?? ''}>
        <ShortInstant at={row.runTime} />
      </Anchor>
    ),
  },
  {
    id: 'jobKey',
    header: 'Job',
    cardLabel: 'Job',
    cell: (original) => (
      <Text size="sm" fw={600} component="span">
        <Name>{original.jobKey}</Name>
        {original.variant !== '' && <span className="zp-dimmed"> {original.variant}</span>}
      </Text>
    ),
  },
  {
    id: 'status',
    header: 'Outcome',
    card: 'corner',
    rem: 8,
    cell: (row) => <OutcomeBadge status={row.status} />,
  },
  {
    id: 'durationMs',
    header: 'Duration',
    cardLabel: 'Duration',
    rem: 6.5,
    cell: (original) => (original.durationMs === null ? '–' : durationText(original.durationMs)),
  },
  {
    id: 'origin',
    header: 'Trigger',
    cardLabel: 'Trigger',
    rem: 8.5,
    cell: (original) => (
      <>
        {ORIGIN_WORDS[original.origin]}
        {original.attempt > 1 && <span className="zp-dimmed"> (attempt {original.attempt})</span>}
      </>
    ),
  },
  {
    id: 'what',
    isSortable: false,
    header: 'Details',
    cell: (row) => <WhatHappened execution={row} />,
  },
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
