import type { ScheduleItem } from '@zenpulse/contract';
import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { recentExecutions } from '../../../api/executions.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { durationText } from '../../../time/duration-text.ts';
import { ShortInstant } from '../../../time/instant.tsx';
import { executionPath } from '../../executions/execution-path.ts';
import { OutcomeBadge } from '../../executions/outcome-badge.tsx';
import { LATEST } from './latest-executions.ts';
import { RunningOf } from './running-of.tsx';
import classes from './recent-executions.module.css';

/** The newest executions of one schedule. */
export function RecentExecutions({ item }: { readonly item: ScheduleItem }) {
  const recent = recentExecutions(item.id, LATEST);
  const { data } = useQuery(recent);
  usePolling(recent.queryKey, POLL_MS * 2);
  return (
    <Stack component="section" className="zp-card" p="lg" gap="sm">
      <Group justify="space-between">
        <Title order={2}>Recent executions</Title>
        <Anchor component={Link} size="sm" to={`/executions?scheduleId=${encodeURIComponent(item.id)}`}>
          All runs
        </Anchor>
      </Group>
      <RunningOf scheduleId={item.id} />
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {EMPTY_WORDS[item.logPolicy] ?? 'None recorded.'}
        </Text>
      )}
      <ul className={classes['list']}>
        {data?.items.map((execution) => (
          <li key={execution.id}>
            <span>
              <OutcomeBadge status={execution.status} />
            </span>
            <Anchor component={Link} size="sm" to={executionPath(execution.id)}>
              <ShortInstant at={execution.runTime} />
            </Anchor>
            <Text size="xs" c="dimmed">
              {execution.durationMs === null ? '' : durationText(execution.durationMs)}
            </Text>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

const EMPTY_WORDS: Readonly<Record<string, string>> = {
  none: 'None recorded: the log policy is None, so only manual runs are recorded.',
  failures: 'None recorded: the log policy is Failures, and nothing has failed.',
  all: 'None recorded yet.',
};
