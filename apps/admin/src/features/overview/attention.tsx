import type { ErrorGroup, Overview, ScheduleItem } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Anchor, Text } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { Name } from '../../shell/name.tsx';
import { Ago } from '../../time/instant.tsx';
import { executionPath } from '../executions/execution-path.ts';
import { LastRun } from '../schedules/last-run.tsx';
import { Owner } from '../schedules/owner.tsx';
import { RunAgainButton } from '../schedules/run-again-button.tsx';
import { RunAll } from '../schedules/run-all.tsx';
import { scheduleName } from '../schedules/schedule-name.ts';
import { schedulePath } from '../schedules/schedule-path.ts';
import { ScheduleState } from '../schedules/state-badge.tsx';
import { Panel } from './panel.tsx';
import classes from './panel.module.css';

/** What needs attention: schedules by what is wrong with them, and the errors of the last day. */
export function Attention({ overview }: { readonly overview: Overview }) {
  const { attention, counts } = overview;
  const isQuiet = Object.values(attention).every((items) => items.length === 0);
  if (isQuiet) return null;
  return (
    <>
      <Schedules title="Failing" is="failing" items={attention.failing} count={counts?.failing} canRun />
      <Errors groups={attention.errors} />
      <Schedules title="Missed" is="missed" items={attention.missed} count={counts?.missed} canRun />
      <Schedules title="Damaged" is="damaged" items={attention.damaged} count={counts?.damaged} />
      <Schedules
        title="Not registered"
        is="unregistered"
        items={attention.unregistered}
        count={counts?.unregistered}
      />
    </>
  );
}

interface SchedulesProps {
  readonly title: string;
  readonly is: string;
  readonly items: readonly ScheduleItem[];
  /** The total number, of which `items` has the first ones; undefined if it is not known. */
  readonly count: number | undefined;
  readonly canRun?: boolean;
}

function Schedules({ title, is, items, count, canRun = false }: SchedulesProps) {
  if (items.length === 0) return null;
  return (
    <Panel
      title={count === undefined ? title : `${title} (${count.toLocaleString('en-GB')})`}
      aside={
        <>
          {canRun && items.length > 1 && <RunAll items={items} />}
          {(count === undefined || count > items.length) && (
            <Anchor component={Link} size="sm" to={`/schedules?is=${is}`}>
              View all
            </Anchor>
          )}
        </>
      }
    >
      <ul className={classes['rows']}>
        {items.map((item) => (
          <li key={item.id} className={classes['row']}>
            <Anchor component={Link} to={schedulePath(item.id)} size="sm" fw={600}>
              <Name>{scheduleName(item)}</Name>
            </Anchor>
            <ScheduleState item={item} />
            {canRun && <LastRun item={item} isShort />}
            <Owner of={item} />
            {canRun && <RunAgainButton schedule={item} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Errors({ groups }: { readonly groups: readonly ErrorGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <Panel
      title="Errors of the last 24 hours"
      aside={
        <Anchor component={Link} size="sm" to="/executions?group=error&range=day">
          All errors
        </Anchor>
      }
    >
      <ul className={classes['rows']}>
        {groups.map((group) => (
          <li key={group.fingerprint}>
            <div className={classes['row']}>
              <Text size="sm" fw={600} span>
                <Name>{group.jobKey}</Name>
              </Text>
              <span>{group.count === 1 ? 'once' : `${group.count.toLocaleString('en-GB')} times`}</span>
              <Ago at={group.lastAt} />
              <RunAgainButton schedule={{ id: group.lastScheduleId, jobKey: group.jobKey, variant: '' }} />
            </div>
            <ErrorTitle group={group} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The error's text, as a link to its newest execution where one is kept. */
function ErrorTitle({ group }: { readonly group: ErrorGroup }) {
  const { exceptionType, message, lastExecutionId } = group;
  const text = visibleText([exceptionType ?? 'Error', message ?? ''].filter(Boolean).join(': '));
  return lastExecutionId === null ? (
    <span className={classes['message']}>{text}</span>
  ) : (
    <Anchor component={Link} to={executionPath(lastExecutionId)} className={classes['message'] ?? ''}>
      {text}
    </Anchor>
  );
}
