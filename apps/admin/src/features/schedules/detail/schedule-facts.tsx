import type { ScheduleItem } from '@zenpulse/contract';
import { Box } from '@mantine/core';
import { Fragment } from 'react';
import { Facts } from '../../../shell/facts.tsx';
import { useOfNow } from '../../../time/clock.ts';
import { FullInstant } from '../../../time/instant.tsx';
import { useFleetState } from '../../runners/use-fleet-state.ts';
import { comingRun } from '../coming-run.ts';

/** The stored values that are not editable. */
export function ScheduleFacts({ item }: { readonly item: ScheduleItem }) {
  const fleet = useFleetState();
  const next = useOfNow((now) => comingRun(item, now));
  const isWaiting = fleet === 'none' || fleet === 'standby';
  return (
    <Box component="section" className="zp-card" p="lg">
      <Facts
        label="Facts"
        facts={[
          [
            'Next run',
            next === null ? (
              'None'
            ) : (
              <Fragment key="next">
                <FullInstant at={new Date(next).toISOString()} />
                {isWaiting && <span className="zp-dimmed"> waits for a runner</span>}
              </Fragment>
            ),
          ],
          ['Created', <FullInstant key="created" at={item.createdAt} />],
          ['Changed', <FullInstant key="changed" at={item.updatedAt} />],
          ['Version', item.version],
        ]}
      />
    </Box>
  );
}
