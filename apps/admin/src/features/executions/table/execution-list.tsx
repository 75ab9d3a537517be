import { EXECUTIONS_COUNTED, type ExecutionPage } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import {
  executionList,
  PAGE_SIZE,
  refreshExecutionList,
  type ExecutionFilter,
} from '../../../api/executions.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import type { useAddressFilter } from '../../../table/address-filter.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { executionColumns } from './execution-columns.tsx';
import { FILTER_NAMES } from './execution-filters.tsx';
import { ExecutionsEmpty } from './executions-empty.tsx';
import { SearchedBackTo } from './searched-back-to.tsx';

interface ExecutionListProps {
  readonly filter: ExecutionFilter;
  readonly lastMs: number | null;
  readonly address: ReturnType<typeof useAddressFilter>;
}

/** The executions that match. A search is not refreshed automatically, because it reads much of the table. */
export function ExecutionList({ filter, lastMs, address }: ExecutionListProps) {
  const client = useQueryClient();
  const list = executionList(filter, lastMs);
  const query = useInfiniteQuery(list);
  const isSearch = filter.search !== '';
  usePolling(list.queryKey, isSearch ? false : POLL_MS, () => refreshExecutionList(client, filter, lastMs));
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const searchedBackTo = pages.at(-1)?.searchedBackTo ?? null;
  const clear = () => address.set(Object.fromEntries(FILTER_NAMES.map((name) => [name, null])));
  return (
    <>
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && searchedBackTo === null && (
        <ExecutionsEmpty isFiltered={!address.isEmpty(FILTER_NAMES)} onClear={clear} />
      )}
      {rows.length > 0 && (
        <>
          <NewerExecutions
            count={pages[0]?.waiting ?? 0}
            isMore={pages[0]?.waiting === PAGE_SIZE}
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
    </>
  );
}

/** "more than 1,000" if the server stopped counting; null if it did not count. */
function totalText(page: ExecutionPage | undefined): string | null {
  if (page === undefined) return null;
  const { total, isTotalExact } = page;
  if (isTotalExact) return total.toLocaleString('en-GB');
  return total >= EXECUTIONS_COUNTED ? `more than ${(EXECUTIONS_COUNTED - 1).toLocaleString('en-GB')}` : null;
}

interface NewerExecutionsProps {
  readonly count: number;
  /** True if there may be more than `count`. */
  readonly isMore: boolean;
  readonly onShow: () => void;
}

/** "7 new": what arrived since the list was read. Rows that are being read do not move. */
function NewerExecutions({ count, isMore, onShow }: NewerExecutionsProps) {
  if (count === 0) return null;
  return (
    <Button size="compact-sm" variant="light" mb="md" onClick={onShow}>
      {isMore ? `More than ${count} new` : `${count} new`}
    </Button>
  );
}
