import type { ScheduleItem } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureMessage } from '../../api/api-error.ts';
import { SCHEDULES_KEY } from '../../api/schedules.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { scheduleName } from './schedule-name.ts';

interface DeleteScheduleProps {
  readonly item: ScheduleItem;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

/** The confirmation before a schedule is deleted. If it was already deleted elsewhere, that counts as success. */
export function DeleteSchedule({ item, isOpen, onClose, onDeleted }: DeleteScheduleProps) {
  const client = useQueryClient();
  const name = scheduleName(item);
  const deletion = useMutation({
    mutationFn: async () => (await import('./actions/delete-one.ts')).deleteOne(item, client),
    onSuccess: () => {
      onClose();
      onDeleted?.();
      void client.invalidateQueries({ queryKey: [...SCHEDULES_KEY, 'list'] });
    },
  });
  return (
    <Confirm
      isOpen={isOpen}
      title={`Delete ${name}?`}
      action={`Delete ${name}`}
      isBusy={deletion.isPending}
      error={deletion.error ? failureMessage(deletion.error) : undefined}
      onConfirm={() => deletion.mutate()}
      onCancel={onClose}
    >
      This deletes its schedule, “{item.description}”. No further run starts. A run in progress finishes, and
      past executions are kept. For a year the schedule can be put back: see Changes.
    </Confirm>
  );
}
