import { Button, Code } from '@mantine/core';
import { IconCalendarPlus, IconFilterOff } from '@tabler/icons-react';
import { Link } from '../../../router/link.tsx';
import { Empty } from '../../../shell/empty.tsx';

interface SchedulesEmptyProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

const FIRST_JOB = `// jobs.ts
import { zenpulseJob } from 'zenpulse';
import { Empty } from '../../../shell/empty.tsx';

zenpulseJob('send_report', async ({ log }) => {
  log.info('sent');
});`;

/** Shown without rows: either none matches the filter, or there is no schedule yet. */
export function SchedulesEmpty({ isFiltered, onClear }: SchedulesEmptyProps) {
  if (isFiltered) {
    return (
      <Empty
        icon={<IconFilterOff size={28} stroke={1.5} />}
        title="No schedules found"
        description="No schedule matches the filter."
      >
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      </Empty>
    );
  }
  return (
    <Empty
      icon={<IconCalendarPlus size={30} stroke={1.5} />}
      title="No schedules yet"
      description="Register a job in code and start a runner. The job then appears on the Jobs page, where you can schedule it."
    >
      <Code block ta="left" my="sm">
        {FIRST_JOB}
      </Code>
      <Button component={Link} to="/jobs">
        View jobs
      </Button>
    </Empty>
  );
}
