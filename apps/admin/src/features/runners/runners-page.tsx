import { Code, EmptyState, Stack, Text } from '@mantine/core';
import { IconServerBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { installationInfo, runnerList } from '../../api/installation.ts';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { byImportance } from './fleet.ts';
import { FleetSummary } from './fleet-summary.tsx';
import { RunnerCard } from './runner-card.tsx';

/** The processes that execute, as they last reported themselves. */
export function RunnersPage() {
  const { data, error, isPending, refetch } = useQuery(runnerList);
  const { data: info } = useQuery(installationInfo);
  return (
    <Page title="Runners" lead="The processes that hold the schedules in memory and execute the jobs.">
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <EmptyState
          py={60}
          icon={<IconServerBolt size={28} stroke={1.5} />}
          withIndicatorBackground
          title="No runner has reported"
          description={
            <>
              Start one beside the application: <Code>npx zenpulse-runner</Code>
            </>
          }
        />
      )}
      {data !== undefined && data.items.length > 0 && (
        <>
          <FleetSummary runners={data} info={info} />
          <Stack gap="md">
            {byImportance(data.items).map((runner) => (
              <RunnerCard
                key={runner.runnerId}
                runner={runner}
                storeRevision={data.revision}
                defaultTimezone={info?.timezone}
              />
            ))}
          </Stack>
        </>
      )}
      {(data?.items.length ?? 0) > 1 && (
        <Text size="sm" c="dimmed" mt="md">
          Under --lock one runner fires and the others stand by. After a takeover from one that is not proven
          dead, an old run may overlap a new one.
        </Text>
      )}
    </Page>
  );
}
