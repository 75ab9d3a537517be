import { EXECUTIONS_COUNTED, type ExecutionPage } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  executionList,
  refreshExecutionList,
  type ExecutionFilter,
  type ListedExecutions,
} from '../../../api/executions.ts';
import { installationInfo } from '../../../api/installation.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Page } from '../../../shell/page.tsx';
import { useAddressFilter } from '../../../table/address-filter.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { DeleteOld } from '../delete-old/delete-old.tsx';
import { executionColumns } from './execution-columns.tsx';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { ExecutionFilters, FILTER_NAMES } from './execution-filters.tsx';
import { lastMsOf } from './execution-range.ts';
import { ExecutionsEmpty } from './executions-empty.tsx';
import { SearchedBackTo } from './searched-back-to.tsx';

/** All executions, newest first. A search is not refreshed automatically, because it reads much of the table. */
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
  const client = useQueryClient();
  const lastMs = lastMsOf(address.one('range'));
  const list = executionList(filter, lastMs);
  const query = useInfiniteQuery(list);
  const isSearch = filter.search !== '';
  usePolling(list.queryKey, isSearch ? false : POLL_MS, () => refreshExecutionList(client, filter, lastMs));
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const searchedBackTo = pages.at(-1)?.searchedBackTo ?? null;
  const clear = () => address.set(Object.fromEntries(FILTER_NAMES.map((name) => [name, null])));
  return (
    <Page
      title="Executions"
      lead={<RetentionNote />}
      zone={BROWSER_ZONE}
      actions={
        <Button variant="default" leftSection={<IconTrash size={16} stroke={1.8} />} onClick={deletion.open}>
          Delete old executions…
        </Button>
      }
    >
      <ExecutionFilters address={address} />
      {address.one('scheduleId') !== '' && (
        <Button size="compact-sm" variant="light" mb="md" onClick={() => address.set({ scheduleId: null })}>
          Showing one schedule only. Show all
        </Button>
      )}
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && searchedBackTo === null && (
        <ExecutionsEmpty isFiltered={!address.isEmpty(FILTER_NAMES)} onClear={clear} />
      )}
      {rows.length > 0 && (
        <>
          <NewerExecutions
            isShown={hasUnshownNewer(pages)}
            onShow={() => void client.resetQueries({ queryKey: list.queryKey, exact: true })}
          />
          <DataTable
            label="Executions"
            columns={executionColumns}
            rows={rows}
            rowId={(execution) => execution.id}
          />
          {searchedBackTo === null && (
            <LoadMore
              noun="executions"
              shown={rows.length}
              total={totalText(pages[0])}
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
              {...(isSearch && { renewal: { at: query.dataUpdatedAt, onRenew: () => void query.refetch() } })}
            />
          )}
        </>
      )}
      {searchedBackTo !== null && (
        <SearchedBackTo
          at={searchedBackTo}
          found={rows.length}
          isLoading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
      <DeleteOld filter={filter} isOpen={isDeleting} onClose={deletion.close} />
    </Page>
  );
}

/** "more than 1,000" if the server stopped counting; null if it did not count. */
function totalText(page: ExecutionPage | undefined): string | null {
  if (page === undefined) return null;
  const { total, isTotalExact } = page;
  if (isTotalExact) return total.toLocaleString('en-GB');
  return total >= EXECUTIONS_COUNTED ? `more than ${(EXECUTIONS_COUNTED - 1).toLocaleString('en-GB')}` : null;
}

function hasUnshownNewer(pages: readonly ListedExecutions[]): boolean {
  return pages[0]?.hasUnshownNewer === true;
}

interface NewerExecutionsProps {
  readonly isShown: boolean;
  readonly onShow: () => void;
}

/**
 * While more than one page is loaded, and more than a page of new rows arrived, the list stays as it is, with a button
 * for the new ones.
 */
function NewerExecutions({ isShown, onShow }: NewerExecutionsProps) {
  if (!isShown) return null;
  return (
    <Button size="compact-sm" variant="light" mb="md" onClick={onShow}>
      There are newer executions. Show the newest
    </Button>
  );
}

function RetentionNote() {
  const { data } = useQuery(installationInfo);
  if (data === undefined) return 'Newest first.';
  return data.retentionDays === 0
    ? 'Newest first. Executions are kept until you delete them.'
    : `Newest first. Executions are deleted after ${data.retentionDays} days.`;
}
