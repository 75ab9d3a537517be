import type { RunnerDto } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { RunningLine } from '../runs/running-line.tsx';
import classes from './running-now.module.css';
import { WaitingNow } from './waiting-now.tsx';

/** What a runner executes at this moment and for how long already, and what waits. */
export function RunningNow({ runner }: { readonly runner: RunnerDto }) {
  const { runningNow, concurrency } = runner;
  return (
    <div className={classes['running']}>
      <Text size="sm" c="dimmed">
        Running now: {runningNow.length} of at most {concurrency}
      </Text>
      <ul aria-label="Running now">
        {runningNow.map((run) => (
          <RunningLine
            key={run.runId}
            run={run}
            of={
              <Anchor
                component={Link}
                size="sm"
                fw={600}
                to={`/schedules/${encodeURIComponent(run.scheduleId)}`}
              >
                {run.jobKey}
              </Anchor>
            }
          />
        ))}
      </ul>
      <WaitingNow runner={runner} />
    </div>
  );
}
