import { Button } from '@mantine/core';
import { IconUserEdit } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeList, type ChangeFilter } from '../../api/changes.ts';
import { POLL_MS } from '../../api/poller.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Empty } from '../../shell/empty.tsx';
import { Failure } from '../../shell/failure.tsx';
import { useAddressFilter } from '../../table/address-filter.ts';
import { DataTable } from '../../table/data-table.tsx';
import { LoadMore } from '../../table/load-more.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { lastMsOf } from '../executions/table/execution-range.ts';
import { putBackIn } from './action-words.ts';
import { changeColumns, ownChangeColumns, type ListedChange } from './change-columns.tsx';
import { CHANGE_FILTERS, ChangeFilters } from './change-filters.tsx';

interface ChangeListProps {
  /** One schedule, a deleted one too; empty: all. */
  readonly scheduleId: string;
  /** The schedule is named elsewhere on the page. */
  readonly isOwn?: boolean;
}

/** Who changed what, newest first, filtered by the address. */
export function ChangeList({ scheduleId, isOwn = false }: ChangeListProps) {
  const address = useAddressFilter();
  const [actor, action] = [address.one('actor'), address.one('action')];
  const filter: ChangeFilter = {
    scheduleId,
    actor,
    action,
    from: address.one('from'),
    to: address.one('to'),
  };
  const list = changeList(filter, lastMsOf(address.one('range')));
  const query = useInfiniteQuery(list);
  usePolling(list.queryKey, POLL_MS * 3);
  const rows = useMemo(() => listed(query.data?.pages.flatMap(({ items }) => items) ?? []), [query.data]);
  const actors = [...new Set(rows.flatMap((row) => row.actor ?? []))].toSorted();
  return (
    <>
      <ChangeFilters address={address} actors={actors} />
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && !query.hasNextPage && (
        <NoChanges
          isFiltered={!address.isEmpty(CHANGE_FILTERS)}
          onClear={() => address.set(Object.fromEntries(CHANGE_FILTERS.map((name) => [name, null])))}
        />
      )}
      {(rows.length > 0 || query.hasNextPage) && (
        <>
          <DataTable
            label="Changes"
            columns={isOwn ? ownChangeColumns : changeColumns}
            rows={rows}
            rowId={(change) => change.id}
          />
          <LoadMore
            noun={rows.length === 1 ? 'change' : 'changes'}
            shown={rows.length}
            total={null}
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </>
  );
}

function listed(changes: readonly Omit<ListedChange, 'isPutBack'>[]): ListedChange[] {
  const putBack = putBackIn(changes);
  return changes.map((change) => ({ ...change, isPutBack: putBack.has(change.id) }));
}

function NoChanges({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  return (
    <Empty
      icon={<IconUserEdit size={28} stroke={1.5} />}
      title={isFiltered ? 'No changes found' : 'No changes yet'}
      description={
        isFiltered ? 'No change matches the filter.' : 'Changes are recorded here and kept for a year.'
      }
    >
      {isFiltered && (
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      )}
    </Empty>
  );
}
