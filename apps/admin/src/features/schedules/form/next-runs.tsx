import { Text } from '@mantine/core';
import { useNow } from '../../../time/clock.ts';
import { relativeText } from '../../../time/duration-text.ts';
import { instantText, offsetText } from '../../../time/instant-text.ts';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import classes from './next-runs.module.css';

interface NextRunsProps {
  /** ISO instants, oldest first. */
  readonly runs: readonly string[];
  readonly zone: string;
}

/** The coming runs on the schedule's clocks, and on the reader's when they differ. */
export function NextRuns({ runs, zone }: NextRunsProps) {
  const now = useNow();
  if (runs.length === 0) return null;
  const isElsewhere = zone !== BROWSER_ZONE;
  return (
    <div>
      <Text size="xs" c="dimmed">
        Next runs in {zone}
        {isElsewhere && `, and in ${BROWSER_ZONE} where you are`}
      </Text>
      <ol className={classes['runs']} aria-label="Next runs">
        {runs.map((run) => {
          const at = Date.parse(run);
          return (
            <li key={run}>
              <time dateTime={run}>
                {instantText(at, zone)} <span className="zp-dimmed">{offsetText(at, zone)}</span>
              </time>
              <span className={classes['away']}>{relativeText(at, Math.min(now, at))}</span>
              {isElsewhere && (
                <span className={classes['local']}>
                  {instantText(at, BROWSER_ZONE)} {offsetText(at, BROWSER_ZONE)}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
