import { Code, EmptyState } from '@mantine/core';
import { IconPackages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { jobList } from '../../api/installation.ts';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { jobColumns } from './job-columns.tsx';

/** The jobs that the runners have registered, scheduled or waiting. */
export function JobsPage() {
  const { data, error, isPending, refetch } = useQuery(jobList);
  const items = data?.items ?? [];
  return (
    <Page
      title="Jobs"
      lead="The functions that the runners have registered. A job runs when a schedule says so."
    >
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && items.length === 0 && (
        <EmptyState
          py={60}
          icon={<IconPackages size={28} stroke={1.5} />}
          withIndicatorBackground
          title="No job is known"
          description={
            <>
              Runners report their jobs. Register one with <Code>zenpulseJob(key, fn)</Code> and start{' '}
              <Code>npx zenpulse-runner</Code>
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
