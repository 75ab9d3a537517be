import type { OverviewRun } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { Name } from '../../shell/name.tsx';
import { useNow } from '../../time/clock.ts';
import { executionPath } from '../executions/execution-path.ts';
import { CancelRun } from '../runs/cancel-run.tsx';
import { scheduleName } from '../schedules/schedule-name.ts';
import { elapsedOf } from './elapsed.ts';
import { Panel } from './panel.tsx';
import classes from './panel.module.css';
import bar from './running-list.module.css';

/** What runs now, for how long against its usual duration, each with a button to cancel it. */
export function RunningList({ runs }: { readonly runs: readonly OverviewRun[] }) {
  return (
    <Panel title="Running now">
      {runs.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing at the moment.
        </Text>
      )}
      <ul className={classes['rows']}>
        {runs.map((run) => (
          <Run key={run.runId} run={run} />
        ))}
      </ul>
    </Panel>
  );
}

function Run({ run }: { readonly run: OverviewRun }) {
  const { text, share, isLong } = elapsedOf(run.startedAt, run.typicalMs, useNow());
  return (
    <li className={classes['row']}>
      <Anchor component={Link} to={executionPath(run.runId)} size="sm" fw={600}>
        <Name>{scheduleName(run)}</Name>
      </Anchor>
      {share !== null && (
        <span className={bar['bar']} data-long={isLong} aria-hidden>
          <span style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
      <span className={isLong ? bar['long'] : 'zp-dimmed'}>{text}</span>
      <CancelRun runId={run.runId} jobKey={run.jobKey} />
    </li>
  );
}
