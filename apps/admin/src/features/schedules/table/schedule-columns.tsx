import type { ScheduleItem } from '@zenpulse/contract';
import { Anchor, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '../../../router/link.tsx';
import type { DataColumn } from '../../../table/data-column.ts';
import { useOfNow } from '../../../time/clock.ts';
import { durationText } from '../../../time/duration-text.ts';
import { Name } from '../../../shell/name.tsx';
import { Ago, ComingInstant, WaitingInstant } from '../../../time/instant.tsx';
import { OccurrenceStrip } from '../../figures/occurrence-strip.tsx';
import { useOpenOccurrence } from '../../figures/open-occurrence.ts';
import { useFleetState } from '../../runners/use-fleet-state.ts';
import { comingRun } from '../coming-run.ts';
import { EnabledSwitch } from '../enabled-switch.tsx';
import { LastRun } from '../last-run.tsx';
import { schedulePath } from '../schedule-path.ts';
import { NoteLine } from '../note.tsx';
import { scheduleName } from '../schedule-name.ts';
import { ScheduleState } from '../state-badge.tsx';
import { VariantBadge } from '../variant-badge.tsx';
import { ScheduleActions } from './schedule-actions.tsx';

/** The ids of sortable columns are the server's names of orders. */
export const scheduleColumns: readonly DataColumn<ScheduleItem>[] = [
  {
    id: 'jobKey',
    header: 'Job',
    cell: (row) => <JobCell item={row} />,
  },
  {
    id: 'description',
    header: 'Runs',
    isSortable: false,
    cardLabel: 'Runs',
    cell: (row) => <TriggerCell item={row} />,
  },
  {
    id: 'recent',
    header: 'Last outcomes',
    isSortable: false,
    cardLabel: 'Outcomes',
    rem: 9.5,
    cell: (row) => <RecentCell item={row} />,
  },
  {
    id: 'lastRunAt',
    header: 'Last result',
    cardLabel: 'Last result',
    rem: 9,
    cell: (row) => <LastRun item={row} />,
  },
  {
    id: 'typicalMs',
    header: 'Usual time',
    isDescendingFirst: true,
    cardLabel: 'Usual time',
    rem: 7.75,
    from: 'medium',
    cell: (row) => <TypicalCell item={row} />,
  },
  {
    id: 'nextRunAt',
    header: 'Next run',
    cardLabel: 'Next run',
    rem: 9,
    cell: (row) => <NextRunCell item={row} />,
  },
  {
    id: 'updatedAt',
    header: 'Changed',
    card: 'hidden',
    rem: 6,
    from: 'large',
    cell: (row) => <Ago at={row.updatedAt} />,
  },
  {
    id: 'enabled',
    header: 'Enabled',
    card: 'corner',
    rem: 5.5,
    cell: (row) => <EnabledSwitch item={row} />,
  },
  {
    id: 'actions',
    isSortable: false,
    header: <VisuallyHidden>Actions</VisuallyHidden>,
    rem: 7.5,
    cell: (row) => <ScheduleActions item={row} />,
  },
];

function JobCell({ item }: { readonly item: ScheduleItem }) {
  return (
    <div className="zp-two-lines">
      <Group gap={6}>
        <Anchor component={Link} to={schedulePath(item.id)} fw={600} size="sm" c="inherit">
          <Name>{item.jobKey}</Name>
        </Anchor>
        <VariantBadge variant={item.variant} />
      </Group>
      <NoteLine item={item} />
      <ScheduleState item={item} />
    </div>
  );
}

function TriggerCell({ item }: { readonly item: ScheduleItem }) {
  return (
    <div className="zp-two-lines">
      <Text size="sm">{item.description}</Text>
      <Text size="xs" c="dimmed">
        {item.timezone}
      </Text>
    </div>
  );
}

function RecentCell({ item }: { readonly item: ScheduleItem }) {
  const open = useOpenOccurrence(item.id);
  return (
    <OccurrenceStrip
      name={scheduleName(item)}
      zone={item.timezone}
      occurrences={item.recent ?? []}
      onOpen={open}
    />
  );
}

function TypicalCell({ item: { typicalMs } }: { readonly item: ScheduleItem }) {
  return typicalMs === null ? <span className="zp-dimmed">–</span> : durationText(typicalMs);
}

function NextRunCell({ item }: { readonly item: ScheduleItem }) {
  const fleet = useFleetState();
  const next = useOfNow((now) => comingRun(item, now));
  if (next !== null) {
    const Instant = fleet === 'none' || fleet === 'standby' ? WaitingInstant : ComingInstant;
    return <Instant at={new Date(next).toISOString()} zone={item.timezone} />;
  }
  const text =
    item.problems.length > 0 ? 'Not until it is repaired' : item.enabled ? 'No further run' : 'Disabled';
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}
