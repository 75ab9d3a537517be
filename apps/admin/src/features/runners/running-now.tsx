import type { RunnerDto } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useNow } from '../../time/clock.ts';
import { durationText } from '../../time/duration-text.ts';
import classes from './running-now.module.css';

interface RunningNowProps {
  readonly runs: RunnerDto['runningNow'];
  readonly concurrency: number;
}

/** What a runner executes at this moment, and for how long already. */
export function RunningNow({ runs, concurrency }: RunningNowProps) {
  const now = useNow();
  return (
    <div className={classes['running']}>
      <Text size="sm" c="dimmed">
        Running now: {runs.length} of at most {concurrency}
      </Text>
      <ul>
        {runs.map((run) => (
          <li key={run.runId}>
            <Anchor
              component={Link}
              size="sm"
              fw={600}
              to={`/schedules/${encodeURIComponent(run.scheduleId)}`}
            >
              {run.jobKey}
            </Anchor>
            <Text size="sm" c="dimmed">
              for {durationText(secondsSince(run.startedAt, now))}
            </Text>
            {run.timedOutAt !== null && (
              <Text size="sm" className={classes['overdue']}>
                timed out {durationText(secondsSince(run.timedOutAt, now))} ago, still running
              </Text>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** In milliseconds, without the broken second that would flicker. */
function secondsSince(at: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1000) * 1000);
}
