import { Alert, Code, Loader } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../api/connection.ts';
import { runnerList } from '../api/installation.ts';

/** What holds on every page: the server is away, or nothing fires. */
export function Banners() {
  const isLost = useConnection() === 'lost';
  const { data } = useQuery(runnerList);
  const isIdle = data !== undefined && !data.items.some((runner) => runner.isAlive);
  return (
    <div aria-live="polite">
      {isLost && (
        <Alert
          color="orange"
          mb="md"
          icon={<Loader size={18} color="orange" />}
          title="The application cannot be reached"
        >
          Perhaps it is restarting. This page keeps trying, and nothing that you typed is lost.
        </Alert>
      )}
      {!isLost && isIdle && (
        <Alert color="yellow" mb="md" icon={<IconPlayerPause />} title="No runner is running">
          Schedules are kept, nothing fires. Start one with <Code>npx zenpulse-runner</Code>
        </Alert>
      )}
    </div>
  );
}
