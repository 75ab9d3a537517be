import type { JobDto } from '@zenpulse/contract';
import { Anchor, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { useMay } from '../../api/use-may.ts';
import { Name } from '../../shell/name.tsx';
import type { DataColumn } from '../../table/data-column.ts';
import { schedulePath } from '../schedules/schedule-path.ts';

export const jobColumns: readonly DataColumn<JobDto>[] = [
  {
    id: 'jobKey',
    header: 'Job',
    cell: (row) => (
      <Text size="sm" fw={600}>
        <Name>{row.jobKey}</Name>
        {row.isolation === 'thread' && <span className="zp-dimmed"> runs in a thread</span>}
      </Text>
    ),
  },
  {
    id: 'definedAt',
    header: 'Defined in',
    cardLabel: 'Defined in',
    cell: (row) => (
      <span className="zp-mono">
        <Name>{row.definedAt}</Name>
      </span>
    ),
  },
  {
    id: 'schedules',
    isSortable: false,
    header: 'Schedules',
    cardLabel: 'Schedules',
    rem: 14,
    cell: (row) => <Schedules job={row} />,
  },
  {
    id: 'actions',
    isSortable: false,
    header: <VisuallyHidden>Actions</VisuallyHidden>,
    rem: 11,
    cell: (row) => <JobActions job={row} />,
  },
];

function Schedules({ job }: { readonly job: JobDto }) {
  if (job.schedules.length === 0) {
    return <span className="zp-chip">not scheduled</span>;
  }
  return (
    <Group gap={10}>
      {job.schedules.map((schedule) => (
        <Anchor key={schedule.id} component={Link} size="sm" to={schedulePath(schedule.id)}>
          {schedule.variant === '' ? 'Schedule' : schedule.variant}
          {!schedule.enabled && <span className="zp-dimmed"> (disabled)</span>}
        </Anchor>
      ))}
    </Group>
  );
}

function JobActions({ job }: { readonly job: JobDto }) {
  const form = `/schedules/new?jobKey=${encodeURIComponent(job.jobKey)}`;
  const denial = useMay()('admin');
  if (denial.disabled && (job.isRestorable || job.schedules.length === 0)) {
    return (
      <Button size="xs" variant="light" {...denial}>
        {job.isRestorable ? 'Restore from code' : 'Schedule'}
      </Button>
    );
  }
  if (job.isRestorable) {
    return (
      <Button
        component={Link}
        to={`${form}&from=code`}
        size="xs"
        variant="light"
        aria-label={`Restore ${job.jobKey} from code`}
      >
        Restore from code
      </Button>
    );
  }
  if (job.schedules.length > 0) return null;
  return (
    <Button component={Link} to={form} size="xs" variant="light" aria-label={`Schedule ${job.jobKey}`}>
      Schedule
    </Button>
  );
}
