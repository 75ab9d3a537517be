import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { failureMessage } from '../../api/api-error.ts';
import { resumeFiring } from '../../api/firing.ts';
import { useMay } from '../../api/use-may.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone } from '../../shell/notify.tsx';
import { useShowStopped } from './use-show-stopped.ts';

/** Lets schedules fire again, after a question. */
export function ResumeFiring() {
  const may = useMay();
  const [isAsking, asking] = useDisclosure(false);
  const show = useShowStopped();
  const resuming = useMutation({
    mutationFn: resumeFiring,
    onSuccess: ({ stopped }) => {
      asking.close();
      show(stopped);
      notifyDone(
        stopped === null ? 'Schedules fire again' : 'Schedules fire again where ZENPULSE_PAUSED is not set',
      );
    },
  });
  return (
    <div>
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        leftSection={<IconPlayerPlay size={15} stroke={1.8} />}
        onClick={asking.open}
        {...may('admin')}
      >
        Resume all firing…
      </Button>
      <Confirm
        isOpen={isAsking}
        title="Resume all firing?"
        action="Resume all firing"
        tone="plain"
        isBusy={resuming.isPending}
        error={resuming.error ? failureMessage(resuming.error) : undefined}
        onConfirm={() => resuming.mutate()}
        onCancel={asking.close}
      >
        Schedules fire again from now on. What fell due meanwhile is not caught up.
      </Confirm>
    </div>
  );
}
