import type { ScheduleItem } from '@zenpulse/contract';
import { useDisclosure } from '@mantine/hooks';
import { IconDotsVertical } from '@tabler/icons-react';
import { useNavigate } from '../../router/hooks.ts';
import { useMay } from '../../api/use-may.ts';
import { Menu } from '../../shell/menu.tsx';
import { usePausing } from './actions/pausing.tsx';
import { DeleteSchedule } from './delete-schedule.tsx';
import classes from './schedule-menu.module.css';
import { scheduleName } from './schedule-name.ts';

interface ScheduleMenuProps {
  readonly item: ScheduleItem;
  /** As large as the buttons of a page. */
  readonly isLarge?: boolean;
  readonly onDeleted?: () => void;
}

/** What can be done to one schedule beside running and editing it. */
export function ScheduleMenu({ item, isLarge = false, onDeleted }: ScheduleMenuProps) {
  const pausing = usePausing(item);
  const [isDeleting, deletion] = useDisclosure(false);
  const navigate = useNavigate();
  const may = useMay(item.mayNot);
  const noRun = item.nextRunAt === null && { disabled: true, title: 'It has no next run' };
  return (
    <>
      <Menu
        label={`More for ${scheduleName(item)}`}
        className={classes['more'] ?? ''}
        face={
          <span data-large={isLarge}>
            <IconDotsVertical size={16} stroke={1.8} aria-hidden />
          </span>
        }
        items={[
          ...(pausing.isPaused
            ? [{ label: 'Resume', onChoose: pausing.resume, ...may('operator', 'pause') }]
            : []),
          {
            label: pausing.isPaused ? 'Change the pause…' : 'Pause until…',
            onChoose: pausing.ask,
            ...may('operator', 'pause'),
          },
          { label: 'Skip the next run', onChoose: pausing.skipNext, ...noRun, ...may('operator', 'skip') },
          {
            label: 'Duplicate…',
            onChoose: () => void navigate(`/schedules/new?copy=${encodeURIComponent(item.id)}`),
            ...may('admin'),
          },
          { label: 'Delete…', onChoose: deletion.open, ...may('admin', 'delete') },
        ]}
      />
      {pausing.dialog}
      <DeleteSchedule
        item={item}
        isOpen={isDeleting}
        onClose={deletion.close}
        {...(onDeleted && { onDeleted })}
      />
    </>
  );
}
