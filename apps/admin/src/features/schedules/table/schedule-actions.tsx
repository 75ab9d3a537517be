import type { ScheduleItem } from '@zenpulse/contract';
import { ActionIcon, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { Link } from '../../../router/link.tsx';
import { useMay } from '../../../api/use-may.ts';
import { DeleteSchedule } from '../delete-schedule.tsx';
import { schedulePath } from '../schedule-path.ts';
import { scheduleName } from '../schedule-name.ts';
import { useRunSchedule } from '../use-run-schedule.tsx';
import { Tip } from '../../../shell/tip.tsx';

export function ScheduleActions({ item }: { readonly item: ScheduleItem }) {
  const running = useRunSchedule(item);
  const [isDeleting, deletion] = useDisclosure(false);
  const name = scheduleName(item);
  const may = useMay();
  return (
    <Group gap={4} wrap="nowrap">
      <Tip label="Run now">
        <ActionIcon
          variant="light"
          aria-label={`Run ${name} now`}
          data-shortcut="run"
          loading={running.isPending}
          onClick={() => running.mutate()}
          {...may('operator')}
        >
          <IconPlayerPlay size={16} stroke={1.8} />
        </ActionIcon>
      </Tip>
      <Tip label="Edit">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit ${name}`}
          data-shortcut="edit"
          component={Link}
          to={schedulePath(item.id, 'settings')}
        >
          <IconPencil size={16} stroke={1.8} />
        </ActionIcon>
      </Tip>
      <Tip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${name}`}
          onClick={deletion.open}
          {...may('admin')}
        >
          <IconTrash size={16} stroke={1.8} />
        </ActionIcon>
      </Tip>
      <DeleteSchedule item={item} isOpen={isDeleting} onClose={deletion.close} />
    </Group>
  );
}
