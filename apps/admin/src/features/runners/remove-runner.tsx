import type { RunnerDto } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { hasCode } from '../../api/api-error.ts';
import { removeRunner, runnerList } from '../../api/installation.ts';
import { useMay } from '../../api/use-may.ts';
import { notifyFailure } from '../../shell/notify.tsx';

/** Removes the report of a runner that is gone. Its journal stays for the next runner. */
export function RemoveRunner({ runner }: { readonly runner: RunnerDto }) {
  const client = useQueryClient();
  const may = useMay();
  const removing = useMutation({
    mutationFn: () =>
      removeRunner(runner.runnerId).catch((error: unknown) => {
        if (!hasCode(error, 'not_found')) throw error;
      }),
    onError: (error) => notifyFailure(`Couldn’t remove the runner on ${runner.hostname}`, error),
    onSettled: () => client.invalidateQueries({ queryKey: runnerList.queryKey }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      ml="auto"
      loading={removing.isPending}
      onClick={() => removing.mutate()}
      aria-label={`Remove the runner on ${runner.hostname}, process ${runner.pid}`}
      {...may('admin')}
    >
      Remove
    </Button>
  );
}
