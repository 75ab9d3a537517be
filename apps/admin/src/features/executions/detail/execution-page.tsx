import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from '../../../router/link.tsx';
import { useParams } from '../../../router/hooks.ts';
import { hasCode } from '../../../api/api-error.ts';
import { executionDetail } from '../../../api/executions.ts';
import { useHasEnded } from '../../../api/outputs.ts';
import { runnerList } from '../../../api/installation.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Missing } from '../../../shell/missing.tsx';
import { Page } from '../../../shell/page.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { OutcomeBadge } from '../outcome-badge.tsx';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { Attempts } from './attempts.tsx';
import { ExecutionError } from './execution-error.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { Neighbours } from './neighbours.tsx';
import { RunAgain } from './run-again.tsx';
import { SameError } from './same-error.tsx';
import { findRun, RunningPage, type Found } from './running-page.tsx';
import { OwnerOfRun } from '../../schedules/owner.tsx';
import { schedulePath } from '../../schedules/schedule-path.ts';

/** One execution: when and where it ran, how and why it ended, with the stack of its error. */
export function ExecutionPage() {
  const { id = '' } = useParams();
  const { data: runners, isPending } = useQuery(runnerList);
  const running = runners?.items.flatMap((runner) => (runner.isAlive ? findRun(runner, id) : [])) ?? [];
  const [now] = running;
  // A run in progress has no record yet, unless it timed out or was cancelled and has not ended.
  const hasEnded = useHasEnded(id);
  const isOpen = now?.run.timedOutAt === null && now.run.cancelledAt === null && !hasEnded;
  usePolling(runnerList.queryKey, now === undefined ? false : POLL_MS);
  const [seenOpen, setSeenOpen] = useState<Found | null>(null);
  if (isOpen && seenOpen?.run.runId !== id) setSeenOpen(now);
  const seen = seenOpen?.run.runId === id ? seenOpen : null;
  const {
    data: execution,
    error,
    refetch,
  } = useQuery({
    ...executionDetail(id, seen === null ? 'unknown' : 'ended'),
    enabled: !isPending && !isOpen,
  });
  if (isOpen) return <RunningPage {...now} />;
  if (hasCode(error, 'not_found')) {
    if (seen !== null) return <RunningPage {...seen} stage="unrecorded" />;
    return <Missing title="Execution not found" description="It was deleted, or it is not recorded yet." />;
  }
  if (execution === undefined && seen !== null && error === null)
    return <RunningPage {...seen} stage="ended" />;
  if (execution === undefined) {
    return (
      <Page title="Execution">
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <TableSkeleton />}
      </Page>
    );
  }
  return (
    <Page
      title={execution.jobKey}
      tabTitle={`${execution.jobKey}: ${OUTCOME_WORDS[execution.status].label}`}
      zone={BROWSER_ZONE}
      lead={
        <>
          <Group gap="xs">
            <OutcomeBadge status={execution.status} />
            <span>Execution {execution.id}</span>
          </Group>
          {execution.status !== 'success' && <OwnerOfRun scheduleId={execution.scheduleId} />}
        </>
      }
      actions={
        <>
          <RunAgain execution={execution} />
          <Neighbours execution={execution} />
          <Button
            variant="default"
            component={Link}
            to={`/executions?scheduleId=${encodeURIComponent(execution.scheduleId)}`}
          >
            All runs
          </Button>
          <Button variant="default" component={Link} to={schedulePath(execution.scheduleId)}>
            View schedule
          </Button>
        </>
      }
    >
      <Attempts execution={execution} />
      <ExecutionFacts execution={execution} />
      <ExecutionError execution={execution} note={<SameError execution={execution} />} />
    </Page>
  );
}
