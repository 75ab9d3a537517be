import { Code } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { jobList } from '../../api/installation.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { jobColumns } from './job-columns.tsx';
import { Empty } from '../../shell/empty.tsx';

const JOBS_MS = 20_000;

/** The jobs registered by runners, with and without a schedule. */
export function JobsPage() {
  const { data, error, isPending, refetch } = useQuery(jobList);
  usePolling(jobList.queryKey, JOBS_MS);
  const items = data?.items ?? [];
  return (
    <Page title="Jobs" lead="The functions that your code registers. A job runs when it has a schedule.">
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && items.length === 0 && (
        <Empty
          icon={<IconPackages size={28} stroke={1.5} />}
          title="No jobs yet"
          description={
            <>
              Runners report their jobs here. Register one with <Code>zenpulseJob(key, fn)</Code> and start a
              runner: <Code>npx zenpulse-runner --lock</Code>
            </>
          }
        />
      )}
      {items.length > 0 && (
        <DataTable label="Jobs" columns={jobColumns} rows={items} rowId={(job) => job.jobKey} />
      )}
    </Page>
  );
}
