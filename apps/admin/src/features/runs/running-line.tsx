import type { RunnerDto } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from '../../router/link.tsx';
import { useNow } from '../../time/clock.ts';
import { executionPath } from '../executions/execution-path.ts';
import { CancelRun } from './cancel-run.tsx';
import { runningText } from './running-text.ts';
import classes from './run-lines.module.css';

interface RunningLineProps {
  readonly run: RunnerDto['runningNow'][number];
  /** Its job; left out where the page names it. */
  readonly of?: ReactNode;
}

/** One running run: for how long, whether it timed out or was cancelled, and a button to cancel it. */
export function RunningLine({ run, of }: RunningLineProps) {
  const now = useNow();
  const { elapsed, told } = runningText(run, now);
  return (
    <li className={classes['line']}>
      {of}
      <Anchor
        component={Link}
        size="sm"
        to={executionPath(run.runId)}
        aria-label={
          of === undefined ? `running for ${elapsed}: ${run.jobKey}` : `for ${elapsed}: ${run.jobKey}`
        }
      >
        {of === undefined ? `running for ${elapsed}` : `for ${elapsed}`}
      </Anchor>
      {run.origin !== 'schedule' && (
        <Text size="sm" c="dimmed">
          {run.origin === 'manual' ? 'manual' : 'retry'}
        </Text>
      )}
      {told === null ? (
        <CancelRun runId={run.runId} jobKey={run.jobKey} />
      ) : (
        <Text size="sm" className={classes['told']}>
          {told}
        </Text>
      )}
    </li>
  );
}
