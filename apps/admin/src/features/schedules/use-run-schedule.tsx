import type { ExecutionDto, ScheduleItem } from '@zenpulse/contract';
import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useHref } from 'react-router';
import { EXECUTIONS_KEY, fetchNewest } from '../../api/executions.ts';
import { runSchedule, SCHEDULES_KEY } from '../../api/schedules.ts';
import { notifyFailure } from '../../shell/notify.tsx';
import { durationText } from '../../time/duration-text.ts';
import { sleep } from '../../time/clock.ts';
import { OutcomeBadge } from '../executions/outcome-badge.tsx';
import { reasonText } from '../executions/reason-text.ts';
import { scheduleName } from './schedule-name.ts';

const ASK_EVERY_MS = 1_000;
/** A request that no runner takes becomes `missed` after a minute; a run that is longer is left to the lists. */
const ASK_TIMES = 75;

/** Asks for a run by hand, says that it was asked for, and then how it ended. */
export function useRunSchedule(item: ScheduleItem) {
  const client = useQueryClient();
  const executionsHref = useHref('/executions');
  const name = scheduleName(item);
  return useMutation({
    mutationFn: () => runSchedule(item.id),
    onError: (error) => notifyFailure(`${name} was not started`, error),
    onSuccess: ({ runId }) => {
      notifications.show({
        id: runId,
        title: `${name} was asked to run`,
        message: 'Waiting for a runner to finish it…',
        loading: true,
        autoClose: false,
        withBorder: true,
      });
      void awaitExecution(item, runId).then((execution) => {
        notifications.update(ended(name, runId, execution, executionsHref));
        void client.invalidateQueries({ queryKey: EXECUTIONS_KEY });
        void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
      });
    },
  });
}

/** Looks through the list rather than for the one: a 404 would stand in the browser's console as an error. */
async function awaitExecution(item: ScheduleItem, runId: string): Promise<ExecutionDto | null> {
  for (let asked = 0; asked < ASK_TIMES; asked += 1) {
    await sleep(ASK_EVERY_MS);
    const page = await fetchNewest({ scheduleId: item.id }, 100).catch(() => null);
    const found = page?.items.find((execution) => execution.id === runId);
    if (found) return found;
  }
  return null;
}

function ended(name: string, runId: string, execution: ExecutionDto | null, executionsHref: string) {
  const common = { id: runId, loading: false, withBorder: true, autoClose: 8_000 };
  if (execution === null) {
    return { ...common, title: `${name} is still running`, message: 'Its execution appears when it ends.' };
  }
  const { durationMs, status } = execution;
  return {
    ...common,
    color: status === 'success' ? 'pine' : 'red',
    title: name,
    message: (
      <>
        <OutcomeBadge status={status} /> {durationMs !== null && `after ${durationText(durationMs)} `}
        <Anchor size="sm" href={`${executionsHref}/${encodeURIComponent(runId)}`}>
          Details
        </Anchor>
        {execution.reason !== null && <Text size="xs">{reasonText(execution)}</Text>}
      </>
    ),
  };
}
