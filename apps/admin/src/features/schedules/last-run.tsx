import type { LastRunDto } from '@zenpulse/contract';
import { Text } from '@mantine/core';
import { useNow } from '../../time/clock.ts';
import { durationText, relativeText } from '../../time/duration-text.ts';
import { OutcomeBadge } from '../executions/outcome-badge.tsx';

/** How the last run ended, when, and how long it took. */
export function LastRun({ run }: { readonly run: LastRunDto | null }) {
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
      <OutcomeBadge status={run.status} />
      <Text size="xs" c="dimmed" component="time" dateTime={run.runTime}>
        {relativeText(Math.min(Date.parse(run.runTime), now), now)}
        {took}
      </Text>
    </div>
  );
}
