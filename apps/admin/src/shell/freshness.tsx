import { Text } from '@mantine/core';
import { use } from 'react';
import { useConnection } from '../api/connection.ts';
import { PollerContext } from '../api/use-polling.ts';
import { useOfNow } from '../time/clock.ts';
import { useDataAge } from './data-age.ts';

/** Whether the page refreshes itself, and how often. */
export function Freshness() {
  const { kind } = useConnection();
  const poller = use(PollerContext);
  const age = useDataAge();
  const seconds = useOfNow(() => poller.intervalMs / 1_000);
  return (
    <Text size="xs" c="dimmed" title={age === null ? '' : `Data from ${age}`}>
      {kind === 'open' ? `Updates every ${seconds} s` : 'Updates are interrupted'}
    </Text>
  );
}
