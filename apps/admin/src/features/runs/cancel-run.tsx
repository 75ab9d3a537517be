import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureMessage } from '../../api/api-error.ts';
import { EXECUTIONS_KEY } from '../../api/executions.ts';
import { runnerList } from '../../api/installation.ts';
import { cancelRun } from '../../api/runs.ts';
import { useMay } from '../../api/use-may.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone } from '../../shell/notify.tsx';

interface CancelRunProps {
  readonly runId: string;
  readonly jobKey: string;
  /** True if it has not started yet. */
  readonly isWaiting?: boolean;
  /** True among a page's actions, where the label names what is cancelled. */
  readonly isPageAction?: boolean;
}

/** A button that cancels a running or waiting run, after a confirmation. */
export function CancelRun({ runId, jobKey, isWaiting = false, isPageAction = false }: CancelRunProps) {
  const client = useQueryClient();
  const [isAsking, question] = useDisclosure(false);
  const may = useMay();
  const cancelling = useMutation({
    mutationFn: () => cancelRun(runId),
    onSuccess: () => {
      question.close();
      notifyDone(`Cancelling the run of ${jobKey}`, 'Its execution shows how it ended.');
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: runnerList.queryKey });
      void client.invalidateQueries({ queryKey: EXECUTIONS_KEY });
    },
  });
  return (
    <>
      <Button
        size={isPageAction ? 'sm' : 'compact-xs'}
        variant="default"
        loading={cancelling.isPending}
        onClick={question.open}
        aria-label={`Cancel the run of ${jobKey}`}
        {...may('operator')}
      >
        {isPageAction ? 'Cancel the run' : 'Cancel'}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={`Cancel the run of ${jobKey}?`}
        action="Cancel the run"
        dismissal={isWaiting ? 'Keep waiting' : 'Keep running'}
        isBusy={cancelling.isPending}
        error={cancelling.error ? failureMessage(cancelling.error) : undefined}
        onConfirm={() => cancelling.mutate()}
        onCancel={question.close}
      >
        {isWaiting
          ? 'It has not started, and will not start. Later runs of its schedule are not affected.'
          : 'The job is asked to stop. If it ignores that, it keeps running and keeps its slot; a job in its own thread is ended with the thread. What it has done so far stays done. The run will be marked interrupted and not retried. Later runs of its schedule are not affected.'}
      </Confirm>
    </>
  );
}
