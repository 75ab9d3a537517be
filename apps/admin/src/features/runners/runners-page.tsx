import { Code, Stack, Text } from '@mantine/core';
import { IconServerBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { installationInfo, runnerList } from '../../api/installation.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { BROWSER_ZONE } from '../../time/zone.ts';
import { POLL_MS } from '../../api/poller.ts';
import { byImportance } from './fleet.ts';
import { StopFiring } from '../firing/stop-firing.tsx';
import { FleetSummary } from './fleet-summary.tsx';
import { RunnerCard } from './runner-card.tsx';
import { Empty } from '../../shell/empty.tsx';

/** The processes that execute jobs, by their last reports. */
export function RunnersPage() {
  const { data, error, isPending, refetch } = useQuery(runnerList);
  const { data: info } = useQuery(installationInfo);
  usePolling(runnerList.queryKey, POLL_MS);
  return (
    <Page
      title="Runners"
      lead="The processes that execute the jobs. Each keeps all schedules in memory."
      zone={BROWSER_ZONE}
      actions={<StopFiring />}
    >
      {isPending && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Empty
          icon={<IconServerBolt size={28} stroke={1.5} />}
          title="No runner has started yet"
          description={
            <>
              Start one next to the application: <Code>npx zenpulse-runner --lock</Code>
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
          With --lock one runner is active and the others are on standby. After a takeover from a runner that
          may still be alive, an old run can overlap a new one.
        </Text>
      )}
    </Page>
  );
}
