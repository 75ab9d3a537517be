import type { ScheduleItem } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { runnerList } from '../../api/installation.ts';
import { useNow, useOfNow } from '../../time/clock.ts';
import { clockText, offsetText } from '../../time/instant-text.ts';
import { useShownZone } from '../../time/zone.ts';
import { progressText } from '../runs/progress-text.ts';
import { runningText } from '../runs/running-text.ts';
import classes from '../executions/outcome-badge.module.css';
import { STATE_WORDS } from './state-words.ts';
import { Tip } from '../../shell/tip.tsx';

const MINUTE_MS = 60_000;

/** A schedule's state as word and colour; on hover and focus, what prevents it from running. */
function StateBadge({ item }: { readonly item: ScheduleItem }) {
  const { label, meaning, tone } = STATE_WORDS[item.state];
  const badge = { className: classes['badge'], 'data-status': tone, children: label };
  if (item.state !== 'damaged' && item.state !== 'unregistered') return <span {...badge} title={meaning} />;
  const problems = item.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return (
    <Tip label={problems || meaning}>
      <span {...badge} tabIndex={0} />
    </Tip>
  );
}

/** The same with, beside it, how long a schedule has been running or failing. */
export function ScheduleState({ item }: { readonly item: ScheduleItem }) {
  if (item.state === 'running') return <RunningState item={item} />;
  if (item.state === 'paused' && item.pausedUntil !== null) {
    return (
      <Group gap={6}>
        <StateBadge item={item} />
        <PausedUntil at={item.pausedUntil} reason={item.pauseReason} zone={item.timezone} />
      </Group>
    );
  }
  if (item.state !== 'failing' || item.failingSince === null) return <StateBadge item={item} />;
  return (
    <Group gap={6}>
      <StateBadge item={item} />
      <FailingSince at={item.failingSince} zone={item.timezone} />
    </Group>
  );
}

function RunningState({ item }: { readonly item: ScheduleItem }) {
  const run = useRunning(item.id);
  const now = useNow();
  return (
    <Group gap={6}>
      <StateBadge item={item} />
      {run !== undefined && (
        <Text size="xs" c="dimmed">
          {[runningText(run, now).elapsed, progressText(run.progress ?? null)].filter(Boolean).join(', ')}
        </Text>
      )}
    </Group>
  );
}

/** The oldest running run of a schedule, according to the runners' reports. */
function useRunning(scheduleId: string) {
  const { data } = useQuery(runnerList);
  const runs = data?.items.flatMap(({ isAlive, runningNow }) => (isAlive ? runningNow : [])) ?? [];
  const own = runs.filter((run) => run.scheduleId === scheduleId);
  return own.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))[0];
}

function FailingSince({ at, zone: own }: { readonly at: string; readonly zone: string }) {
  const zone = useShownZone(own);
  const minute = Math.floor(Date.parse(at) / MINUTE_MS) * MINUTE_MS;
  const text = useOfNow((now) => clockText(minute, zone, now));
  return (
    <Text size="xs" c="dimmed">
      since <time dateTime={at}>{text}</time>
    </Text>
  );
}

interface PausedUntilProps {
  readonly at: string;
  readonly reason: string | null;
  readonly zone: string;
}

/** "until 04:10 GMT+1: the database is moved" */
function PausedUntil({ at, reason, zone: own }: PausedUntilProps) {
  const zone = useShownZone(own);
  const text = useOfNow(
    (now) => `${clockText(Date.parse(at), zone, now)} ${offsetText(Date.parse(at), zone)}`,
  );
  return (
    <Text size="xs" c="dimmed">
      until <time dateTime={at}>{text}</time>
      {reason !== null && `: ${visibleText(reason)}`}
    </Text>
  );
}
