import type { BlackoutList } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureMessage, hasCode } from '../../api/api-error.ts';
import { blackoutList, removeBlackout } from '../../api/blackouts.ts';
import { useMay } from '../../api/use-may.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone } from '../../shell/notify.tsx';

/** Deletes a window, after a question. One that is gone already counts as deleted. */
export function RemoveBlackout({ item }: { readonly item: BlackoutList['items'][number] }) {
  const client = useQueryClient();
  const may = useMay();
  const [isAsking, asking] = useDisclosure(false);
  const { name, schedules } = item;
  const removing = useMutation({
    mutationFn: () =>
      removeBlackout(name).catch((error: unknown) => {
        if (!hasCode(error, 'not_found')) throw error;
      }),
    onSuccess: () => {
      asking.close();
      notifyDone(`Deleted ${name}`);
      void client.invalidateQueries({ queryKey: blackoutList.queryKey });
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={asking.open}
        aria-label={`Delete ${name}`}
        {...may('admin')}
      >
        Delete
      </Button>
      <Confirm
        isOpen={isAsking}
        title={`Delete ${name}?`}
        action={`Delete ${name}`}
        isBusy={removing.isPending}
        error={removing.error ? failureMessage(removing.error) : undefined}
        onConfirm={() => removing.mutate()}
        onCancel={asking.close}
      >
        {referText(schedules)}
      </Confirm>
    </>
  );
}

function referText(schedules: number | null): string {
  if (schedules === 0) return 'No schedule refers to it.';
  const who =
    schedules === null
      ? 'The schedules that refer to it keep'
      : schedules === 1
        ? '1 schedule refers to it. It keeps'
        : `${schedules.toLocaleString('en-GB')} schedules refer to it. They keep`;
  return `${who} the name, which then means nothing: they run at these times again.`;
}
