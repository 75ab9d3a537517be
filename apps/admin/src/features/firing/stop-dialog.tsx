import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { failureMessage } from '../../api/api-error.ts';
import { stopFiring } from '../../api/firing.ts';
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx';
import { ReasonField } from '../../shell/reason-field.tsx';
import { useShowStopped } from './use-show-stopped.ts';

interface StopDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The question before all firing is stopped, with the reason that everybody sees then. */
export function StopDialog({ isOpen, onClose }: StopDialogProps) {
  const [reason, setReason] = useState('');
  const show = useShowStopped();
  const stopping = useMutation({
    mutationFn: () => stopFiring(reason.trim()),
    onSuccess: ({ stopped }) => {
      show(stopped);
      setReason('');
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Stop all firing?"
      action="Stop all firing"
      isBusy={stopping.isPending}
      error={stopping.error ? failureMessage(stopping.error) : undefined}
      onConfirm={() => stopping.mutate()}
      onCancel={onClose}
    >
      <Stack gap="md">
        <div>
          No schedule starts runs any more, on any runner, until all firing is resumed. Retries and what waits
          are given up; running ones finish; runs by hand work. What falls due meanwhile is not caught up.
        </div>
        <ReasonField
          description="Everybody sees it on every page; may stay empty"
          value={reason}
          onChange={setReason}
        />
      </Stack>
    </ConfirmDialog>
  );
}
