import type { ErrorGroup } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { errorList, type ErrorFilter } from '../../../api/errors.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Name } from '../../../shell/name.tsx';
import type { DataColumn } from '../../../table/data-column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { Ago } from '../../../time/instant.tsx';
import { RunAgainButton } from '../../schedules/run-again-button.tsx';
import { executionPath } from '../execution-path.ts';
import { Empty } from '../../../shell/empty.tsx';

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
      <Empty
        icon={<IconHistory size={28} stroke={1.5} />}
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

const columns: readonly DataColumn<ErrorGroup>[] = [
  {
    id: 'message',
    header: 'Error',
    cell: (row) => <ErrorCell group={row} />,
  },
  {
    id: 'jobKey',
    header: 'Job',
    cardLabel: 'Job',
    rem: 14,
    cell: (row) => (
      <Text size="sm" fw={600} span>
        <Name>{row.jobKey}</Name>
      </Text>
    ),
  },
  {
    id: 'count',
    header: 'Count',
    cardLabel: 'Count',
    rem: 6,
    cell: (row) => row.count.toLocaleString('en-GB'),
  },
  {
    id: 'lastAt',
    header: 'Last',
    cardLabel: 'Last',
    rem: 7,
    cell: (row) => <Ago at={row.lastAt} />,
  },
  {
    id: 'firstAt',
    header: 'First',
    cardLabel: 'First',
    rem: 7,
    cell: (row) => <Ago at={row.firstAt} />,
  },
  {
    id: 'actions',
    isSortable: false,
    header: 'Action',
    rem: 7.5,
    cell: (original) => (
      <RunAgainButton schedule={{ id: original.lastScheduleId, jobKey: original.jobKey, variant: '' }} />
    ),
  },
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
