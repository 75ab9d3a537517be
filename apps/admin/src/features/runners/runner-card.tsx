import type { RunnerDto } from '@zenpulse/contract';
import { Alert, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Name } from '../../shell/name.tsx';
import { Facts } from '../../shell/facts.tsx';
import { useNow } from '../../time/clock.ts';
import { relativeText } from '../../time/duration-text.ts';
import { FullInstant } from '../../time/instant.tsx';
import { RecentEvents } from './recent-events.tsx';
import classes from './runner-card.module.css';
import { RunningNow } from './running-now.tsx';
import { RemoveRunner } from './remove-runner.tsx';
import { revisionText } from './revision-text.ts';
import { runnerState, zoneWarning } from './runner-state.ts';

interface RunnerCardProps {
  readonly runner: RunnerDto;
  /** The revision of the schedules in the store; null if it is unknown. */
  readonly storeRevision: number | null;
  readonly defaultTimezone: string | undefined;
}

export function RunnerCard({ runner, storeRevision, defaultTimezone }: RunnerCardProps) {
  const { label, tone, meaning } = runnerState(runner);
  const zone = !runner.isAlive ? null : zoneWarning(runner.timezone, defaultTimezone);
  const problems = [...runner.problems, ...(zone === null ? [] : [zone])];
  return (
    <section
      className={`zp-card ${classes['card']}`}
      aria-label={`Runner on ${runner.hostname}, process ${runner.pid}`}
    >
      <Group gap="sm">
        <Title order={2} className={classes['host'] ?? ''}>
          <Name>{runner.hostname}</Name>
        </Title>
        <span className={classes['state']} data-tone={tone} title={meaning}>
          {label}
        </span>
        <Text size="sm" c="dimmed">
          process {runner.pid}
        </Text>
        {runner.isRemovable && <RemoveRunner runner={runner} />}
      </Group>
      {problems.map((problem) => (
        <Alert key={problem} color="yellow" p="sm">
          {problem}
        </Alert>
      ))}
      <Facts label="Facts" facts={useFacts(runner, storeRevision)} />
      {runner.isAlive && <RunningNow runner={runner} />}
      <RecentEvents events={runner.events} />
    </section>
  );
}

function useFacts(runner: RunnerDto, storeRevision: number | null): [string, ReactNode][] {
  const now = useNow();
  const ago = (at: string) => relativeText(Math.min(Date.parse(at), now), now);
  const applied = runner.revisionAppliedAt;
  const facts: [string, ReactNode][] = [
    [sinceLabel(runner), <FullInstant key="since" at={runner.stateSince} />],
    ['Heartbeat', ago(runner.heartbeatAt)],
    [
      'Schedules',
      `${revisionText(runner, runner.isAlive ? storeRevision : null)}${applied === null ? '' : `, loaded ${ago(applied)}`}`,
    ],
    ['Lock', lockText(runner)],
    ['Default time zone', runner.timezone],
    ['Checks for changes', `every ${runner.syncEverySeconds} s`],
    ['Version', runner.version],
    ['Node and zone data', nodeText(runner)],
    ['Started', <FullInstant key="started" at={runner.startedAt} />],
  ];
  return facts;
}

function sinceLabel({ state, isAlive }: RunnerDto): string {
  if (state === 'stopped') return 'Stopped';
  if (state === 'active') return isAlive ? 'Active since' : 'Was active since';
  return isAlive ? 'On standby since' : 'Was on standby since';
}

function nodeText({ node, zoneData }: RunnerDto): string {
  return `${node ?? 'unknown'}, zone data ${zoneData ?? 'unknown'}`;
}

function lockText({ isLocking, state, isAlive, epoch }: RunnerDto): string {
  if (!isLocking) return 'Not used: a second runner would run the same jobs';
  if (state === 'active')
    return `${isAlive ? 'Holds' : 'Held'} the lock${epoch === null ? '' : ` (term ${epoch})`}`;
  return { standby: 'Waiting for the lock', stopped: 'Released' }[state];
}
