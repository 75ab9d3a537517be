import type { ScheduleItem } from '@zenpulse/contract';
import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '../../../router/link.tsx';
import { useMay } from '../../../api/use-may.ts';
import { ScheduleMenu } from '../schedule-menu.tsx';
import { schedulePath } from '../schedule-path.ts';
import { scheduleName } from '../schedule-name.ts';
import { useRunSchedule } from '../use-run-schedule.tsx';
import { Tip } from '../../../shell/tip.tsx';

export function ScheduleActions({ item }: { readonly item: ScheduleItem }) {
  const running = useRunSchedule(item);
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
      <ScheduleMenu item={item} />
    </Group>
  );
}
