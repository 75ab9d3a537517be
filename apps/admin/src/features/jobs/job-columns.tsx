import type { JobDto } from '@zenpulse/contract';
import { Anchor, Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { Link } from 'react-router';
import { useMay } from '../../api/use-may.ts';
import { Name } from '../../shell/name.tsx';
import type { DataColumn, dataTableFeatures } from '../../table/data-table.tsx';
import { schedulePath } from '../schedules/schedule-path.ts';

const column = createColumnHelper<typeof dataTableFeatures, JobDto>();

export const jobColumns: readonly DataColumn<JobDto>[] = [
  column.accessor('jobKey', {
    header: 'Job',
    cell: ({ row }) => (
      <Text size="sm" fw={600}>
        <Name>{row.original.jobKey}</Name>
        {row.original.isolation === 'thread' && <span className="zp-dimmed"> runs in a thread</span>}
      </Text>
    ),
  }),
  column.accessor('definedAt', {
    header: 'Defined in',
    meta: { cardLabel: 'Defined in' },
    cell: ({ row }) => (
      <span className="zp-mono">
        <Name>{row.original.definedAt}</Name>
      </span>
    ),
  }),
  column.display({
    id: 'schedules',
    header: 'Schedules',
    meta: { cardLabel: 'Schedules', rem: 14 },
    cell: ({ row }) => <Schedules job={row.original} />,
  }),
  column.display({
    id: 'actions',
    header: () => <VisuallyHidden>Actions</VisuallyHidden>,
    meta: { rem: 11 },
    cell: ({ row }) => <JobActions job={row.original} />,
  }),
];

function Schedules({ job }: { readonly job: JobDto }) {
  if (job.schedules.length === 0) {
    return <Badge variant="default">not scheduled</Badge>;
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
