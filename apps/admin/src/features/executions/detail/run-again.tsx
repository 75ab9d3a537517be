import type { ExecutionDto } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMay } from '../../../api/use-may.ts';
import { RunWith } from '../../schedules/run-with/run-with.tsx';
import { scheduleName } from '../../schedules/schedule-name.ts';
import { useRunSchedule } from '../../schedules/use-run-schedule.tsx';
import { Tip } from '../../../shell/tip.tsx';

const WHAT_IT_DOES = 'Runs the job of this schedule once, now, with the settings that the schedule has now.';

/** Requests a run by hand: after a failed or missed run with the schedule's params, after any with other ones. */
export function RunAgain({ execution }: { readonly execution: ExecutionDto }) {
  const { scheduleId, jobKey, variant, status } = execution;
  const schedule = { id: scheduleId, jobKey, variant };
  const running = useRunSchedule(schedule);
  const may = useMay();
  const [isAsking, question] = useDisclosure(false);
  return (
    <>
      {status !== 'success' && (
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
      )}
      <Button variant="default" onClick={question.open} {...may('operator')}>
        Run with parameters…
      </Button>
      <RunWith
        isOpen={isAsking}
        schedule={schedule}
        params={execution.params ?? {}}
        onClose={question.close}
      />
    </>
  );
}
