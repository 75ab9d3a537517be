import { EXECUTIONS_COUNTED } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { executionList, type ExecutionFilter } from '../../../api/executions.ts';
import { installationInfo } from '../../../api/installation.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Page } from '../../../shell/page.tsx';
import { useAddressFilter } from '../../../table/address-filter.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { DeleteOld } from '../delete-old/delete-old.tsx';
import { executionColumns } from './execution-columns.tsx';
import { ExecutionFilters, FILTER_NAMES } from './execution-filters.tsx';
import { lastMsOf } from './execution-range.ts';
import { ExecutionsEmpty } from './executions-empty.tsx';

/** What ran and what did not, newest first, renewed every few seconds. */
export function ExecutionsPage() {
  const address = useAddressFilter();
  const [isDeleting, deletion] = useDisclosure(false);
  const filter: ExecutionFilter = {
    search: address.one('search'),
    jobKey: address.one('jobKey'),
    scheduleId: address.one('scheduleId'),
    status: address.all('status'),
    from: address.one('from'),
    to: address.one('to'),
  };
  const query = useInfiniteQuery(executionList(filter, lastMsOf(address.one('range'))));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const clear = () => address.set(Object.fromEntries(FILTER_NAMES.map((name) => [name, null])));
  return (
    <Page
      title="Executions"
      lead={<RetentionNote />}
      actions={
        <Button variant="default" leftSection={<IconTrash size={16} stroke={1.8} />} onClick={deletion.open}>
          Delete old…
        </Button>
      }
    >
      <ExecutionFilters address={address} />
      {address.one('scheduleId') !== '' && (
        <Button size="compact-sm" variant="light" mb="md" onClick={() => address.set({ scheduleId: null })}>
          Only one schedule is shown. Show all
        </Button>
      )}
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <ExecutionsEmpty isFiltered={!address.isEmpty(FILTER_NAMES)} onClear={clear} />
      )}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Executions"
            columns={executionColumns}
            rows={rows}
            rowId={(execution) => execution.id}
          />
          <LoadMore
            noun="executions"
            shown={rows.length}
            total={totalText(query.data?.pages[0]?.total)}
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
      <DeleteOld filter={filter} isOpen={isDeleting} onClose={deletion.close} />
    </Page>
  );
}

/** "1,000+" where the server stopped counting. */
function totalText(total: number | undefined): string | null {
  if (total === undefined) return null;
  return total >= EXECUTIONS_COUNTED
    ? `${(EXECUTIONS_COUNTED - 1).toLocaleString('en-GB')}+`
    : total.toLocaleString('en-GB');
}

function RetentionNote() {
  const { data } = useQuery(installationInfo);
  if (data === undefined) return 'What ran, newest first.';
  return data.retentionDays === 0
    ? 'What ran, newest first. Executions are kept until you delete them.'
    : `What ran, newest first. Executions older than ${data.retentionDays} days are removed automatically.`;
}
