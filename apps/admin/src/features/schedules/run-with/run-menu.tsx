import type { ScheduleItem } from '@zenpulse/contract';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useMay } from '../../../api/use-may.ts';
import { Menu } from '../../../shell/menu.tsx';
import { scheduleName } from '../schedule-name.ts';
import { useRunSchedule } from '../use-run-schedule.tsx';
import classes from './run-menu.module.css';
import { RunWith } from './run-with.tsx';

/** Runs a schedule by hand: at once, or with params of its own. */
export function RunMenu({ item }: { readonly item: ScheduleItem }) {
  const running = useRunSchedule(item);
  const [isAsking, question] = useDisclosure(false);
  const may = useMay(item.mayNot);
  const name = scheduleName(item);
  return (
    <div className={classes['split']}>
      <Button
        variant="light"
        leftSection={<IconPlayerPlay size={16} stroke={1.8} />}
        loading={running.isPending}
        onClick={() => running.mutate()}
        aria-label={`Run now: ${name}`}
        {...may('operator', 'run')}
      >
        Run now
      </Button>
      <Menu
        label={`More ways to run ${name}`}
        className={classes['more'] ?? ''}
        face={<IconChevronDown size={16} stroke={1.8} aria-hidden />}
        items={[{ label: 'With parameters…', onChoose: question.open, ...may('operator', 'run') }]}
      />
      <RunWith isOpen={isAsking} schedule={item} params={item.params} onClose={question.close} />
    </div>
  );
}
