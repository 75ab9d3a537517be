import type { ScheduleItem } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
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
import { scheduleColumns } from './schedule-columns.tsx';
import { FILTER_NAMES, ScheduleFilters } from './schedule-filters.tsx';
import { ScheduleTabs } from './schedule-tabs.tsx';
import { SchedulesEmpty } from './schedules-empty.tsx';

const groupOf = ({ jobKey }: ScheduleItem) => prefixOf(jobKey);

/** All schedules. A search is not refreshed automatically. */
export function SchedulesPage() {
  const address = useAddressFilter();
  const sort = address.one('sort') || 'jobKey';
  const client = useQueryClient();
  const denial = useMay()('admin');
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
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
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
      <ScheduleTabs counts={newestCounts(query.data?.pages ?? [])} />
      <ScheduleFilters address={address} />
      {query.isPending && <TableSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <SchedulesEmpty isFiltered={isFiltered} onClear={() => address.set(NO_FILTER)} />
      )}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Schedules"
            columns={scheduleColumns}
            rows={rows}
            rowId={(item) => item.id}
            rowTestId={(item) => `schedule-row-${item.jobKey}`}
            sort={sort}
            {...(isGrouped && { groupOf })}
            onSort={(next) => address.set({ sort: next })}
          />
          <LoadMore
            noun="schedules"
            shown={rows.length}
            total={query.data?.pages[0]?.total ?? null}
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            {...(isSearch && { renewal: { at: query.dataUpdatedAt, onRenew: () => void query.refetch() } })}
          />
        </>
      )}
    </Page>
  );
}

const NO_FILTER = Object.fromEntries(FILTER_NAMES.map((name) => [name, null]));
