import type { RunnerDto } from '@zenpulse/contract';
import { Text } from '@mantine/core';
import { useNow } from '../../time/clock.ts';
import { relativeText } from '../../time/duration-text.ts';
import { CancelRun } from '../runs/cancel-run.tsx';
import lines from '../runs/run-lines.module.css';
import { JobLink } from './job-link.tsx';

/** How many are shown; the others are only counted. */
const FEW = 8;

/** The waiting runs: for a free place, for the run before them, or for their retry. */
export function WaitingNow({ runner: { waitingNow, waitingCount } }: { readonly runner: RunnerDto }) {
  const now = useNow();
  if (waitingCount === 0) return null;
  const shown = waitingNow.slice(0, FEW);
  return (
    <>
      <Text size="sm" c="dimmed" pt="sm">
        Waiting: {waitingCount}
      </Text>
      <ul aria-label="Waiting">
        {shown.map((run) => (
          <li key={run.runId} className={lines['line']}>
            <JobLink scheduleId={run.scheduleId} jobKey={run.jobKey} />
            <Text size="sm" c="dimmed">
              {waitText(run, now)}
            </Text>
            <CancelRun runId={run.runId} jobKey={run.jobKey} isWaiting />
          </li>
        ))}
      </ul>
      {waitingCount > shown.length && (
        <Text size="sm" c="dimmed" pt={6}>
          and {waitingCount - shown.length} more
        </Text>
      )}
    </>
  );
}

function waitText({ waitsFor, dueAt, attempt }: RunnerDto['waitingNow'][number], now: number): string {
  const due = Date.parse(dueAt);
  if (waitsFor === 'retry') return `attempt ${attempt}, ${relativeText(Math.max(due, now), now)}`;
  const since = `due ${relativeText(Math.min(due, now), now)}`;
  return `${since}, ${WORDS[waitsFor]}`;
}

const WORDS = {
  place: 'waiting for a free place',
  thread: 'waiting for a free thread',
  chain: 'waiting for the run before it',
};
