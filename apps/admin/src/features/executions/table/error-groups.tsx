import type { ErrorGroup } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor, EmptyState, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { Link } from 'react-router';
import { errorList, type ErrorFilter } from '../../../api/errors.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Name } from '../../../shell/name.tsx';
import { DataTable, type DataColumn, type dataTableFeatures } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { Ago } from '../../../time/instant.tsx';
import { RunAgainButton } from '../../schedules/run-again-button.tsx';
import { executionPath } from '../execution-path.ts';

/** Failures grouped by job, type, message and place; each group leads to its newest execution. */
export function ErrorGroups({ filter }: { readonly filter: ErrorFilter }) {
  const list = errorList(filter);
  const query = useInfiniteQuery(list);
  usePolling(list.queryKey, POLL_MS);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <TableSkeleton />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) {
    return (
      <EmptyState
        py={60}
        icon={<IconHistory size={28} stroke={1.5} />}
        withIndicatorBackground
        title="No errors found"
        description="No failed run matches the filter."
      />
    );
  }
  return (
    <>
      <DataTable label="Errors" columns={columns} rows={rows} rowId={(group) => group.fingerprint} />
      <LoadMore
        noun="groups"
        shown={rows.length}
        total={null}
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

const column = createColumnHelper<typeof dataTableFeatures, ErrorGroup>();

const columns: readonly DataColumn<ErrorGroup>[] = [
  column.accessor('message', {
    header: 'Error',
    cell: ({ row }) => <ErrorCell group={row.original} />,
  }),
  column.accessor('jobKey', {
    header: 'Job',
    meta: { cardLabel: 'Job', rem: 14 },
    cell: ({ row }) => (
      <Text size="sm" fw={600} span>
        <Name>{row.original.jobKey}</Name>
      </Text>
    ),
  }),
  column.accessor('count', {
    header: 'Count',
    meta: { cardLabel: 'Count', rem: 6 },
    cell: ({ row }) => row.original.count.toLocaleString('en-GB'),
  }),
  column.accessor('lastAt', {
    header: 'Last',
    meta: { cardLabel: 'Last', rem: 7 },
    cell: ({ row }) => <Ago at={row.original.lastAt} />,
  }),
  column.accessor('firstAt', {
    header: 'First',
    meta: { cardLabel: 'First', rem: 7 },
    cell: ({ row }) => <Ago at={row.original.firstAt} />,
  }),
  column.display({
    id: 'actions',
    header: 'Action',
    meta: { rem: 7.5 },
    cell: ({ row: { original } }) => (
      <RunAgainButton schedule={{ id: original.lastScheduleId, jobKey: original.jobKey, variant: '' }} />
    ),
  }),
];

function ErrorCell({ group }: { readonly group: ErrorGroup }) {
  const { exceptionType, message, lastExecutionId } = group;
  const text = visibleText([exceptionType ?? 'Error', message ?? ''].filter(Boolean).join(': '));
  return lastExecutionId === null ? (
    <Text size="sm" lineClamp={2}>
      {text}
    </Text>
  ) : (
    <Anchor component={Link} size="sm" lineClamp={2} to={executionPath(lastExecutionId)}>
      {text}
    </Anchor>
  );
}
