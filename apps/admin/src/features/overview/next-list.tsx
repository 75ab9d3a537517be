import type { OverviewNext } from '@zenpulse/contract';
import { Anchor, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Link } from '../../router/link.tsx';
import { Name } from '../../shell/name.tsx';
import { useNow } from '../../time/clock.ts';
import { relativeText } from '../../time/duration-text.ts';
import { clockText } from '../../time/instant-text.ts';
import { usePageZone } from '../../time/zone.ts';
import { scheduleName } from '../schedules/schedule-name.ts';
import { schedulePath } from '../schedules/schedule-path.ts';
import classes from './next-list.module.css';
import { Panel } from './panel.tsx';

const FEW = 8;

interface NextListProps {
  readonly next: readonly OverviewNext[];
  readonly hasRunner: boolean;
}

/** What runs next, of all schedules, in order. */
export function NextList({ next, hasRunner }: NextListProps) {
  const [isOpen, setIsOpen] = useState(false);
  const now = useNow();
  const zone = usePageZone();
  const coming = hasRunner ? next.filter(({ at }) => Date.parse(at) > now) : next;
  return (
    <Panel title="Next">
      {coming.length === 0 && (
        <Text size="sm" c="dimmed">
          {hasRunner ? 'Nothing is due.' : 'No runner is active.'}
        </Text>
      )}
      <ol className={classes['next']}>
        {coming.slice(0, isOpen ? undefined : FEW).map((one) => (
          <li key={`${one.scheduleId} ${one.at}`}>
            <time dateTime={one.at}>{clockText(Date.parse(one.at), zone, now)}</time>
            <Anchor component={Link} to={schedulePath(one.scheduleId)} size="sm" c="inherit">
              <Name>{scheduleName(one)}</Name>
            </Anchor>
            <span className="zp-dimmed">
              {hasRunner ? relativeText(Date.parse(one.at), now) : 'waits for a runner'}
            </span>
          </li>
        ))}
      </ol>
      {coming.length > FEW && (
        <UnstyledButton className={classes['more'] ?? ''} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show fewer' : `Show ${coming.length}`}
        </UnstyledButton>
      )}
    </Panel>
  );
}
