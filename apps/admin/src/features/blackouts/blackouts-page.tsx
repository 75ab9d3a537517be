import { Button } from '@mantine/core';
import { IconCalendarOff, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { blackoutList } from '../../api/blackouts.ts';
import { POLL_MS } from '../../api/poller.ts';
import { useMay } from '../../api/use-may.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Empty } from '../../shell/empty.tsx';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { blackoutColumns } from './blackout-columns.tsx';
import { EditBlackout } from './edit-blackout.tsx';

/** Windows by name in which the schedules that refer to them do not run. */
export function BlackoutsPage() {
  const may = useMay();
  const { data, error, isPending, refetch } = useQuery(blackoutList);
  usePolling(blackoutList.queryKey, POLL_MS * 3);
  return (
    <Page
      title="Blackout windows"
      lead="A schedule that names a window in its field “blackouts” does not run while that window lasts, and nothing of that time is caught up."
      actions={
        <EditBlackout
          window={null}
          taken={data?.items.map(({ name }) => name) ?? []}
          button={(open) => (
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={open} {...may('admin')}>
              New window
            </Button>
          )}
        />
      }
    >
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Empty
          icon={<IconCalendarOff size={28} stroke={1.5} />}
          title="No blackout windows yet"
          description="Make one for holidays, for the end of the year, or for nights of maintenance."
        />
      )}
      {data !== undefined && data.items.length > 0 && (
        <DataTable
          label="Blackout windows"
          columns={blackoutColumns}
          rows={data.items}
          rowId={({ name }) => name}
        />
      )}
    </Page>
  );
}
