import type { ScheduleItem } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from '../../../router/link.tsx';
import { POLL_MS } from '../../../api/poller.ts';
import { newestCounts, refreshScheduleList, scheduleList } from '../../../api/schedules.ts';
import { useMay } from '../../../api/use-may.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Page } from '../../../shell/page.tsx';
import { useAddressFilter } from '../../../table/address-filter.ts';
import { prefixOf } from '../../../table/grouped-rows.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { LoadMore } from '../../../table/load-more.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { selectColumn } from '../actions/select-boxes.tsx';
import { SelectionContext } from '../actions/selection-context.ts';
import { useSelection } from '../actions/use-selection.ts';
import { scheduleName } from '../schedule-name.ts';
import { scheduleColumns } from './schedule-columns.tsx';
import { FILTER_NAMES, ScheduleFilters } from './schedule-filters.tsx';
import { ScheduleTabs } from './schedule-tabs.tsx';
import { SchedulesEmpty } from './schedules-empty.tsx';

// Loaded with the first row that is chosen.
const SelectionBar = lazy(async () => ({
  default: (await import('../actions/selection-bar.tsx')).SelectionBar,
}));

const selectableColumns = [selectColumn, ...scheduleColumns];
const NO_ROWS: readonly ScheduleItem[] = [];

const groupOf = ({ jobKey }: ScheduleItem) => prefixOf(jobKey);

/** All schedules. A search is not refreshed automatically. */
export function SchedulesPage() {
  const address = useAddressFilter();
  const sort = address.one('sort') || 'jobKey';
  const client = useQueryClient();
  const may = useMay();
  const denial = may('admin');
  const maySelect = may('operator').disabled !== true;
  const filter = {
    search: address.one('search'),
    enabled: address.one('enabled'),
    triggerType: address.one('triggerType'),
    logPolicy: address.one('logPolicy'),
    is: address.one('is'),
    sort,
  };
  const list = scheduleList(filter);
  const query = useInfiniteQuery(list);
  const isGrouped = address.one('group') === 'prefix' && sort.endsWith('jobKey');
  const isSearch = filter.search !== '';
  usePolling(list.queryKey, isSearch ? false : POLL_MS, () => refreshScheduleList(client, filter));
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? NO_ROWS, [data]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const total = data?.pages[0]?.total ?? null;
  const selection = useSelection(JSON.stringify({ ...filter, sort: null }), ids);
  const [wasUsed, setWasUsed] = useState(false);
  if (selection.ids.length > 0 && !wasUsed) setWasUsed(true);
  const isFiltered = !address.isEmpty(FILTER_NAMES);
  return (
    <Page
      title="Schedules"
      lead="When each job runs. A change reaches a runner on this host within a second, without a restart. Times are in the schedule’s zone."
      actions={
        denial.disabled ? (
          <Button leftSection={<IconPlus size={17} />} {...denial}>
            New schedule
          </Button>
        ) : (
          <Button component={Link} to="/schedules/new" leftSection={<IconPlus size={17} />}>
            New schedule
          </Button>
        )
      }
    >
      <ScheduleTabs counts={newestCounts(data?.pages ?? [])} />
      <ScheduleFilters address={address} />
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <SchedulesEmpty isFiltered={isFiltered} onClear={() => address.set(NO_FILTER)} />
      )}
      {rows.length > 0 && (
        <>
          <SelectionContext value={selection.selecting}>
            <DataTable
              label="Schedules"
              columns={maySelect ? selectableColumns : scheduleColumns}
              rows={rows}
              rowId={(item) => item.id}
              rowTestId={(item) => `schedule-row-${item.jobKey}`}
              sort={sort}
              {...(isGrouped && { groupOf })}
              onSort={(next) => address.set({ sort: next })}
            />
          </SelectionContext>
          <LoadMore
            noun="schedules"
            shown={rows.length}
            total={total}
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            {...(isSearch && { renewal: { at: query.dataUpdatedAt, onRenew: () => void query.refetch() } })}
          />
        </>
      )}
      {wasUsed && (
        <Suspense fallback={null}>
          <SelectionBar
            selection={selection}
            filter={filter}
            total={total ?? 0}
            nameOf={(id) => nameIn(rows, id)}
          />
        </Suspense>
      )}
    </Page>
  );
}

/** The name of a schedule that was loaded; else its id. */
function nameIn(rows: readonly ScheduleItem[], id: string): string {
  const found = rows.find((row) => row.id === id);
  return found === undefined ? id : scheduleName(found);
}

const NO_FILTER = Object.fromEntries(FILTER_NAMES.map((name) => [name, null]));
