import type { RunnerDto } from '@zenpulse/contract';
import { Alert, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Facts } from '../../shell/facts.tsx';
import { useNow } from '../../time/clock.ts';
import { relativeText } from '../../time/duration-text.ts';
import { FullInstant } from '../../time/instant.tsx';
import { RecentEvents } from './recent-events.tsx';
import classes from './runner-card.module.css';
import { RunningNow } from './running-now.tsx';
import { runnerState, zoneWarning } from './runner-state.ts';

interface RunnerCardProps {
  readonly runner: RunnerDto;
  readonly defaultTimezone: string | undefined;
}

export function RunnerCard({ runner, defaultTimezone }: RunnerCardProps) {
  const { label, tone, meaning } = runnerState(runner);
  const zone = !runner.isAlive ? null : zoneWarning(runner.timezone, defaultTimezone);
  const problems = [...runner.problems, ...(zone === null ? [] : [zone])];
  return (
    <section
      className={`zp-card ${classes['card']}`}
      aria-label={`Runner on ${runner.hostname}, process ${runner.pid}`}
    >
      <Group gap="sm">
        <Title order={2}>{runner.hostname}</Title>
        <span className={classes['state']} data-tone={tone} title={meaning}>
          {label}
        </span>
        <Text size="sm" c="dimmed">
          process {runner.pid}
        </Text>
      </Group>
      {problems.map((problem) => (
        <Alert key={problem} color="yellow" p="sm">
          {problem}
        </Alert>
      ))}
      <Facts label="Facts" facts={useFacts(runner)} />
      {runner.isAlive && <RunningNow runs={runner.runningNow} concurrency={runner.concurrency} />}
      <RecentEvents events={runner.events} />
    </section>
  );
}

function useFacts(runner: RunnerDto): [string, ReactNode][] {
  const now = useNow();
  const applied = runner.revisionAppliedAt;
  return [
    ['Heartbeat', relativeText(Math.min(Date.parse(runner.heartbeatAt), now), now)],
    ['Started', <FullInstant key="started" at={runner.startedAt} />],
    [
      'Schedules as of revision',
      runner.revision === null
        ? 'none yet'
        : `${runner.revision}${applied === null ? '' : `, applied ${relativeText(Math.min(Date.parse(applied), now), now)}`}`,
    ],
    ['Default zone', runner.timezone],
    ['Lock', lockText(runner)],
    ['Looks for changes at least every', `${runner.syncEverySeconds} s`],
    ['Version', runner.version],
  ];
}

function lockText({ isLocking, state }: RunnerDto): string {
  if (!isLocking) return 'not used: a second runner would fire too';
  return { active: 'holds it', standby: 'waits for it', stopped: 'gave it back' }[state];
}
