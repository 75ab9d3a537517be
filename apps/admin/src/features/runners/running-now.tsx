import type { RunnerDto } from '@zenpulse/contract';
import { Text } from '@mantine/core';
import { RunningLine } from '../runs/running-line.tsx';
import { JobLink } from './job-link.tsx';
import classes from './running-now.module.css';
import { WaitingNow } from './waiting-now.tsx';

/** The running and the waiting runs of a runner. */
export function RunningNow({ runner }: { readonly runner: RunnerDto }) {
  const { runningNow, concurrency } = runner;
  return (
    <div className={classes['running']}>
      <Text size="sm" c="dimmed">
        Running now: {runningNow.length} of {concurrency} at most
      </Text>
      <ul aria-label="Running now">
        {runningNow.map((run) => (
          <RunningLine
            key={run.runId}
            run={run}
            of={<JobLink scheduleId={run.scheduleId} jobKey={run.jobKey} />}
          />
        ))}
      </ul>
      <WaitingNow runner={runner} />
    </div>
  );
}
