import type { ExecutionItem, ScheduleItem } from '@zenpulse/contract';
import type { JsonObject } from '@zenpulse/core/domain';
import { Anchor, Text } from '@mantine/core';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useHref } from '../../router/hooks.ts';
import { hasCode } from '../../api/api-error.ts';
import { EXECUTIONS_KEY, fetchNewest } from '../../api/executions.ts';
import { runnerList } from '../../api/installation.ts';
import { runSchedule, SCHEDULES_KEY } from '../../api/schedules.ts';
import { notify, notifyFailure, renotify } from '../../shell/notify.tsx';
import { durationText } from '../../time/duration-text.ts';
import { sleep } from '../../time/clock.ts';
import { OutcomeBadge } from '../executions/outcome-badge.tsx';
import { reasonText } from '../executions/reason-text.ts';
import { fleetState } from '../runners/fleet.ts';
import { scheduleName } from './schedule-name.ts';

/**
 * The pauses between requests for the execution, about 90 s in all: an unclaimed request becomes `missed` after a
 * minute, and a longer run shows up in the lists.
 */
const PAUSES_MS = [1_000, 1_000, 1_000, 2_000, 2_000, 3_000, 5_000, ...Array<number>(8).fill(10_000)];
/** More than the runs of one schedule that end within a pause. */
const LOOK_AT = 50;

/** Requests a run by hand, and shows notifications about the request and the outcome. */
export function useRunSchedule(item: Pick<ScheduleItem, 'id' | 'jobKey' | 'variant'>) {
  const client = useQueryClient();
  const executionsHref = useHref('/executions');
  const name = scheduleName(item);
  return useMutation({
    mutationFn: (params: JsonObject | void) => runSchedule(item.id, params ?? undefined),
    onError: (error) => {
      // The form of the params shows it.
      if (!hasCode(error, 'validation_failed')) notifyFailure(`Couldn’t run ${name}`, error);
    },
    onSuccess: ({ runId }) => {
      notify({
        id: runId,
        title: `Requested a run of ${name}`,
        message: isActive(client) ? 'Waiting for it to finish…' : NO_RUNNER,
        loading: true,
        autoClose: false,
      });
      void awaitExecution(item, runId).then((execution) => {
        renotify(ended(name, runId, execution, executionsHref));
        void client.invalidateQueries({ queryKey: EXECUTIONS_KEY });
        void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
      });
    },
  });
}

const NO_RUNNER =
  'No runner is active. It runs if one becomes active within a minute; otherwise it is recorded as missed.';

function isActive(client: QueryClient): boolean {
  const list = client.getQueryData(runnerList.queryKey);
  return list === undefined || fleetState(list.items) === 'active';
}

/** Reads the list instead of the single execution, whose 404 would be logged as an error in the browser's console. */
async function awaitExecution(item: Pick<ScheduleItem, 'id'>, runId: string): Promise<ExecutionItem | null> {
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs);
    const page = await fetchNewest({ scheduleId: item.id }, LOOK_AT).catch(() => null);
    const found = page?.items.find((execution) => execution.id === runId);
    if (found) return found;
  }
  return null;
}

function ended(name: string, runId: string, execution: ExecutionItem | null, executionsHref: string) {
  const common = { id: runId, loading: false, autoClose: 8_000 };
  if (execution === null) {
    return {
      ...common,
      title: `${name} is still running`,
      message: 'Its execution is recorded when it ends.',
    };
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
