import { useQuery } from '@tanstack/react-query';
import { runnerList } from '../../../api/installation.ts';
import { RunningLine } from '../../runs/running-line.tsx';
import classes from './running-of.module.css';

/** The running runs of one schedule, each with a button to cancel it. */
export function RunningOf({ scheduleId }: { readonly scheduleId: string }) {
  const { data } = useQuery(runnerList);
  const alive = data?.items.filter((runner) => runner.isAlive) ?? [];
  const runs = alive.flatMap(({ runningNow }) => runningNow).filter((run) => run.scheduleId === scheduleId);
  if (runs.length === 0) return null;
  return (
    <ul className={classes['list']} aria-label="Running now">
      {runs.map((run) => (
        <RunningLine key={run.runId} run={run} />
      ))}
    </ul>
  );
}
