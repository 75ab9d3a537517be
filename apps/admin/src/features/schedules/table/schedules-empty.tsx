import { Button, Code, EmptyState } from '@mantine/core';
import { IconCalendarPlus, IconFilterOff } from '@tabler/icons-react';
import { Link } from 'react-router';

interface SchedulesEmptyProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

const FIRST_JOB = `// jobs.ts
import { zenpulseJob } from 'zenpulse';

zenpulseJob('send_report', async ({ log }) => {
  log.info('sent');
});`;

/** Shown without rows: either none matches the filter, or there is no schedule yet. */
export function SchedulesEmpty({ isFiltered, onClear }: SchedulesEmptyProps) {
  if (isFiltered) {
    return (
      <EmptyState
        py={60}
        icon={<IconFilterOff size={28} stroke={1.5} />}
        withIndicatorBackground
        title="No schedules found"
        description="No schedule matches the filter."
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      py={60}
      icon={<IconCalendarPlus size={30} stroke={1.5} />}
      withIndicatorBackground
      title="No schedules yet"
      description="Register a job in code and start a runner. The job then appears on the Jobs page, where you can schedule it."
    >
      <Code block ta="left" my="sm">
        {FIRST_JOB}
      </Code>
      <EmptyState.Actions>
        <Button component={Link} to="/jobs">
          View jobs
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
