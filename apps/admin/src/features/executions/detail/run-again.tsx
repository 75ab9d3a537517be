import type { ExecutionDto } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMay } from '../../../api/use-may.ts';
import { scheduleName } from '../../schedules/schedule-name.ts';
import { useRunSchedule } from '../../schedules/use-run-schedule.tsx';
import { Tip } from '../../../shell/tip.tsx';

const WHAT_IT_DOES = 'Runs the job of this schedule once, now, with the settings that the schedule has now.';

/** A button that requests a run by hand after a failed or missed run; nothing after a success. */
export function RunAgain({ execution }: { readonly execution: ExecutionDto }) {
  const { scheduleId, jobKey, variant, status } = execution;
  const schedule = { id: scheduleId, jobKey, variant };
  const running = useRunSchedule(schedule);
  const may = useMay();
  if (status === 'success') return null;
  return (
    <Tip label={WHAT_IT_DOES}>
      <Button
        leftSection={<IconPlayerPlay size={16} stroke={1.8} />}
        loading={running.isPending}
        onClick={() => running.mutate()}
        {...may('operator')}
        aria-label={`Run again: ${scheduleName(schedule)}`}
      >
        Run again
      </Button>
    </Tip>
  );
}
