import type { ChangeDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor, VisuallyHidden } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { Name } from '../../shell/name.tsx';
import type { DataColumn } from '../../table/data-column.ts';
import { ShortInstant } from '../../time/instant.tsx';
import { scheduleName } from '../schedules/schedule-name.ts';
import { schedulePath } from '../schedules/schedule-path.ts';
import { whoText } from './action-words.ts';
import { ChangeWhat } from './change-what.tsx';
import { PutBackButton } from './put-back-button.tsx';

/** A change, and whether a later one has put it back. */
export interface ListedChange extends ChangeDto {
  readonly isPutBack: boolean;
}

const when: DataColumn<ListedChange> = {
  id: 'at',
  header: 'Time',
  rem: 12.5,
  cell: (change) => <ShortInstant at={change.at} />,
};

const who: DataColumn<ListedChange> = {
  id: 'actor',
  header: 'Who',
  cardLabel: 'Who',
  rem: 9.5,
  cell: (change) => <Who change={change} />,
};

const schedule: DataColumn<ListedChange> = {
  id: 'schedule',
  header: 'Schedule',
  cardLabel: 'Schedule',
  rem: 13,
  cell: (change) => <ScheduleOf change={change} />,
};

const what: DataColumn<ListedChange> = {
  id: 'what',
  header: 'What, and why',
  cell: (change) => <ChangeWhat change={change} />,
};

const putBack: DataColumn<ListedChange> = {
  id: 'actions',
  header: <VisuallyHidden>Actions</VisuallyHidden>,
  rem: 7.5,
  cell: (change) => <PutBackButton change={change} />,
};

export const changeColumns = [when, who, schedule, what, putBack] as const;

/** Where all rows are of one schedule. */
export const ownChangeColumns = [when, who, what, putBack] as const;

function Who({ change }: { readonly change: ChangeDto }) {
  const { who: name, way } = whoText(change);
  return (
    <div className="zp-two-lines">
      <span>{visibleText(name)}</span>
      {way !== null && <span className="zp-dimmed">{way}</span>}
    </div>
  );
}

function ScheduleOf({ change: { scheduleId, jobKey, variant } }: { readonly change: ChangeDto }) {
  if (jobKey === null) return <>–</>;
  const name = <Name>{scheduleName({ jobKey, variant: variant ?? '' })}</Name>;
  if (scheduleId === null) return name;
  return (
    <Anchor component={Link} size="sm" fw={600} to={schedulePath(scheduleId)}>
      {name}
    </Anchor>
  );
}
