import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureMessage } from '../../api/api-error.ts';
import { EXECUTIONS_KEY } from '../../api/executions.ts';
import { runnerList } from '../../api/installation.ts';
import { cancelRun } from '../../api/runs.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone } from '../../shell/notify.tsx';

interface CancelRunProps {
  readonly runId: string;
  readonly jobKey: string;
  /** It has not started yet. */
  readonly isWaiting?: boolean;
  /** Among the actions of a page, where it has to say what it cancels. */
  readonly isPageAction?: boolean;
}

/** Ends a run, or gives it up while it waits; asks first. */
export function CancelRun({ runId, jobKey, isWaiting = false, isPageAction = false }: CancelRunProps) {
  const client = useQueryClient();
  const [isAsking, question] = useDisclosure(false);
  const cancelling = useMutation({
    mutationFn: () => cancelRun(runId),
    onSuccess: () => {
      question.close();
      notifyDone(`The run of ${jobKey} was told to end`, 'Its execution says what became of it.');
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: runnerList.queryKey }),
        client.invalidateQueries({ queryKey: EXECUTIONS_KEY }),
      ]),
  });
  return (
    <>
      <Button
        size={isPageAction ? 'sm' : 'compact-xs'}
        variant="default"
        loading={cancelling.isPending}
        onClick={question.open}
        aria-label={`Cancel the run of ${jobKey}`}
      >
        {isPageAction ? 'Cancel the run' : 'Cancel'}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={`Cancel the run of ${jobKey}?`}
        action="Cancel the run"
        dismissal={isWaiting ? 'Let it wait' : 'Let it run'}
        isBusy={cancelling.isPending}
        error={cancelling.error ? failureMessage(cancelling.error) : undefined}
        onConfirm={() => cancelling.mutate()}
        onCancel={question.close}
      >
        {isWaiting
          ? 'It has not started and will not. Later occurrences of its schedule run as planned.'
          : 'Its signal is aborted: a job that listens to it stops, one that does not runs on and keeps its slot, or is ended with its thread if it has one of its own. What it has done stays done, it is recorded as interrupted, and it is not tried again. Later occurrences of its schedule run as planned.'}
      </Confirm>
    </>
  );
}
