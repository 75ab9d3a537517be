import type { RunnerDto } from '@zenpulse/contract';
import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { ShortInstant } from '../../time/instant.tsx';
import classes from './recent-events.module.css';

/** How many are shown at first. */
const FEW = 5;

interface RecentEventsProps {
  readonly events: RunnerDto['events'];
}

/** A runner's recent events, newest first: clock steps, lost leases, database outages. */
export function RecentEvents({ events }: RecentEventsProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (events.length === 0) return null;
  return (
    <div className={classes['events']}>
      <Text size="sm" c="dimmed">
        Recent events
      </Text>
      <ol>
        {events.slice(0, isOpen ? undefined : FEW).map(({ at, kind, text }, index) => (
          <li key={`${at} ${kind} ${index}`}>
            <ShortInstant at={at} />
            <span>{text}</span>
          </li>
        ))}
      </ol>
      {events.length > FEW && (
        <UnstyledButton className={classes['more']} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show fewer' : `Show all ${events.length}`}
        </UnstyledButton>
      )}
    </div>
  );
}
