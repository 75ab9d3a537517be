import type { ScheduleItem } from '@zenpulse/contract';
import { Group, Text, Tooltip } from '@mantine/core';
import { useOfNow } from '../../time/clock.ts';
import { clockText } from '../../time/instant-text.ts';
import classes from '../executions/outcome-badge.module.css';
import { STATE_WORDS } from './state-words.ts';

const MINUTE_MS = 60_000;

/** A schedule's state as word and colour; on hover and focus, what prevents it from running. */
export function StateBadge({ item }: { readonly item: ScheduleItem }) {
  const { label, meaning, tone } = STATE_WORDS[item.state];
  const badge = { className: classes['badge'], 'data-status': tone, children: label };
  if (item.state !== 'damaged' && item.state !== 'unregistered') return <span {...badge} title={meaning} />;
  const problems = item.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return (
    <Tooltip label={problems || meaning} multiline maw={320}>
      <span {...badge} tabIndex={0} />
    </Tooltip>
  );
}

/** The same with, beside it, how long a schedule has been failing. */
export function ScheduleState({ item }: { readonly item: ScheduleItem }) {
  if (item.state !== 'failing' || item.failingSince === null) return <StateBadge item={item} />;
  return (
    <Group gap={6}>
      <StateBadge item={item} />
      <FailingSince at={item.failingSince} zone={item.timezone} />
    </Group>
  );
}

function FailingSince({ at, zone }: { readonly at: string; readonly zone: string }) {
  const minute = Math.floor(Date.parse(at) / MINUTE_MS) * MINUTE_MS;
  const text = useOfNow((now) => clockText(minute, zone, now));
  return (
    <Text size="xs" c="dimmed">
      since <time dateTime={at}>{text}</time>
    </Text>
  );
}
