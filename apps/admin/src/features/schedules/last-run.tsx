import type { ScheduleItem } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { isRecorded } from '@zenpulse/core/domain';
import { Link } from '../../router/link.tsx';
import { agoText } from '../../time/ago-text.ts';
import { durationText } from '../../time/duration-text.ts';
import { OfNow } from '../../time/instant.tsx';
import { executionPath } from '../executions/execution-path.ts';
import { OutcomeBadge } from '../executions/outcome-badge.tsx';

interface LastRunProps {
  readonly item: ScheduleItem;
  /** On one line, without the duration. */
  readonly isShort?: boolean;
}

/** How the last run ended, when, and how long it took; with a link to its execution if the log policy keeps one. */
export function LastRun({ item, isShort = false }: LastRunProps) {
  const run = item.lastRun;
  if (run === null) {
    return (
      <Text size="sm" c="dimmed">
        None yet
      </Text>
    );
  }
  const took = run.durationMs === null || isShort ? '' : ` · ${durationText(run.durationMs)}`;
  return (
    <div className={isShort ? 'zp-one-line' : 'zp-two-lines'}>
      {isLinked(item, run) ? (
        <Anchor component={Link} to={executionPath(run.runId)} underline="never">
          <OutcomeBadge status={run.status} />
        </Anchor>
      ) : (
        <OutcomeBadge status={run.status} />
      )}
      <Text size="xs" c="dimmed" component="time" dateTime={run.runTime}>
        <OfNow read={(now) => agoText(Date.parse(run.runTime), now)} />
        {took}
      </Text>
    </div>
  );
}

/** The newest occurrence shows whether the last run was one by hand, which is always recorded. */
function isLinked({ logPolicy, recent }: ScheduleItem, run: NonNullable<ScheduleItem['lastRun']>): boolean {
  const origin = recent?.findLast(({ scheduledAt }) => scheduledAt === run.scheduledAt)?.origin;
  return isRecorded(logPolicy, run.status, origin ?? 'schedule');
}
