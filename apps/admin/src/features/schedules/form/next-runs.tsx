import { Text } from '@mantine/core';
import type { Trigger } from '@zenpulse/core/domain';
import { useNow } from '../../../time/clock.ts';
import { relativeText } from '../../../time/duration-text.ts';
import { instantText, offsetText } from '../../../time/instant-text.ts';
import { BROWSER_ZONE, showsSameTime } from '../../../time/zone.ts';
import { continuedRuns } from './continued-runs.ts';
import classes from './next-runs.module.css';

interface NextRunsProps {
  /** ISO instants, oldest first, as returned some seconds ago. */
  readonly runs: readonly string[];
  /** Computes further runs as time passes; null if it is not known. */
  readonly trigger: Trigger | null;
  readonly zone: string;
}

/** The next runs in the schedule's zone, and in the reader's if it shows another time. */
export function NextRuns({ runs, trigger, zone }: NextRunsProps) {
  const now = useNow();
  if (runs.length === 0) return null;
  const shown = continuedRuns(
    runs.map((run) => Date.parse(run)),
    trigger,
    now,
  );
  const isElsewhere = shown.some((at) => !showsSameTime(at, zone, BROWSER_ZONE));
  return (
    <div>
      <Text size="xs" c="dimmed">
        Next runs in {zone}
        {isElsewhere && `, and in ${BROWSER_ZONE} where you are`}
      </Text>
      <ol className={classes['runs']} aria-label="Next runs">
        {shown.map((at) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>
              {instantText(at, zone)} <span className="zp-dimmed">{offsetText(at, zone)}</span>
            </time>
            <span className={classes['away']}>{relativeText(at, Math.min(now, at))}</span>
            {isElsewhere && (
              <span className={classes['local']}>
                {instantText(at, BROWSER_ZONE)} {offsetText(at, BROWSER_ZONE)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
