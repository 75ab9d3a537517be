import { Text } from '@mantine/core';
import { use } from 'react';
import { useConnection } from '../api/connection.ts';
import { PollerContext } from '../api/use-polling.ts';
import { useOfNow } from '../time/clock.ts';
import { clockText } from '../time/instant-text.ts';
import { usePageZone } from '../time/zone.ts';
import { useDataAge } from './data-age.ts';

/** Whether the server reports changes to the page, how often the page asks, or since when there is no answer. */
export function Freshness() {
  const connection = useConnection();
  const poller = use(PollerContext);
  const zone = usePageZone();
  const age = useDataAge();
  const text = useOfNow((now) => {
    if (connection.kind === 'lost') return `Lost since ${clockText(connection.since, zone, now)}`;
    if (connection.kind !== 'open') return 'Updates are interrupted';
    return poller.isLive ? 'Live' : `Updates every ${poller.intervalMs / 1_000} s`;
  });
  return (
    <Text size="xs" c="dimmed" title={age === null ? '' : `Data from ${age}`}>
      {text}
    </Text>
  );
}
