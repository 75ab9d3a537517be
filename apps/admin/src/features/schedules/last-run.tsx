import type { ScheduleItem } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { isRecorded } from '@zenpulse/core/domain';
import { Link } from 'react-router';
import { useNow } from '../../time/clock.ts';
import { durationText, relativeText } from '../../time/duration-text.ts';
import { executionPath } from '../executions/execution-path.ts';
import { OutcomeBadge } from '../executions/outcome-badge.tsx';

/** How the last run ended, when, and how long it took; with a link to its execution if the log policy keeps one. */
export function LastRun({ item }: { readonly item: ScheduleItem }) {
  const run = item.lastRun;
  const now = useNow();
  if (run === null) {
    return (
      <Text size="sm" c="dimmed">
        None yet
      </Text>
    );
  }
  const took = run.durationMs === null ? '' : ` · ${durationText(run.durationMs)}`;
  return (
    <div className="zp-two-lines">
      {isRecorded(item.logPolicy, run.status, 'schedule') ? (
        <Anchor component={Link} to={executionPath(run.runId)} underline="never">
          <OutcomeBadge status={run.status} />
        </Anchor>
      ) : (
        <OutcomeBadge status={run.status} />
      )}
      <Text size="xs" c="dimmed" component="time" dateTime={run.runTime}>
        {relativeText(Math.min(Date.parse(run.runTime), now), now)}
        {took}
      </Text>
    </div>
  );
}
