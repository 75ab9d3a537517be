import type { BlackoutList } from '@zenpulse/contract';
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { useMay } from '../../api/use-may.ts';
import { Name } from '../../shell/name.tsx';
import type { DataColumn } from '../../table/data-column.ts';
import { ClosedNext } from './closed-next.tsx';
import { EditBlackout } from './edit-blackout.tsx';
import { RemoveBlackout } from './remove-blackout.tsx';
import { dateText, hoursText } from './typed-window.ts';

type Item = BlackoutList['items'][number];

/** More would make a row taller than the window. */
const SHOWN = 6;

export const blackoutColumns: readonly DataColumn<Item>[] = [
  {
    id: 'name',
    header: 'Name',
    rem: 12,
    cell: ({ name, timezone }) => (
      <div className="zp-two-lines">
        <Text size="sm" fw={600} component="span">
          <Name>{name}</Name>
        </Text>
        <span className="zp-dimmed">{timezone}</span>
      </div>
    ),
  },
  { id: 'when', header: 'When', cardLabel: 'When', cell: (item) => <When item={item} /> },
  {
    id: 'next',
    header: 'The next 30 days',
    cardLabel: 'Next 30 days',
    cell: (item) => <ClosedNext definition={item} shown={3} />,
  },
  {
    id: 'schedules',
    header: 'Used by',
    cardLabel: 'Used by',
    rem: 7.5,
    cell: ({ schedules }) => (schedules === null ? '–' : schedulesText(schedules)),
  },
  {
    id: 'actions',
    header: <VisuallyHidden>Actions</VisuallyHidden>,
    rem: 10,
    cell: (item) => <Actions item={item} />,
  },
];

function schedulesText(count: number): string {
  return count === 1 ? '1 schedule' : `${count.toLocaleString('en-GB')} schedules`;
}

function When({ item: { dates, weekly } }: { readonly item: Item }) {
  const lines = [...dates.map(dateText), ...weekly.map(hoursText)];
  return (
    <div className="zp-lines">
      {lines.slice(0, SHOWN).join('\n')}
      {lines.length > SHOWN && `\nand ${lines.length - SHOWN} more`}
    </div>
  );
}

function Actions({ item }: { readonly item: Item }) {
  const may = useMay();
  return (
    <Group gap={6}>
      <EditBlackout
        window={item}
        taken={[]}
        button={(open) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={open}
            aria-label={`Edit ${item.name}`}
            {...may('admin')}
          >
            Edit
          </Button>
        )}
      />
      <RemoveBlackout item={item} />
    </Group>
  );
}
