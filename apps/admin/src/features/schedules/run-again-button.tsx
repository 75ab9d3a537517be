import type { ScheduleItem } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useMay } from '../../api/use-may.ts';
import { scheduleName } from './schedule-name.ts';
import { useRunSchedule } from './use-run-schedule.tsx';

interface RunAgainButtonProps {
  readonly schedule: Pick<ScheduleItem, 'id' | 'jobKey' | 'variant'>;
}

/** Requests a run by hand, in a list. */
export function RunAgainButton({ schedule }: RunAgainButtonProps) {
  const running = useRunSchedule(schedule);
  const may = useMay();
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={running.isPending}
      onClick={() => running.mutate()}
      data-shortcut="run"
      {...may('operator')}
      aria-label={`Run again: ${scheduleName(schedule)}`}
    >
      Run again
    </Button>
  );
}
