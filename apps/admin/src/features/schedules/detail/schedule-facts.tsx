import type { ScheduleItem } from '@zenpulse/contract';
import { Box } from '@mantine/core';
import { Facts } from '../../../shell/facts.tsx';
import { FullInstant } from '../../../time/instant.tsx';

/** What the store says beside the fields that a person sets. */
export function ScheduleFacts({ item }: { readonly item: ScheduleItem }) {
  const zone = item.timezone;
  return (
    <Box component="section" className="zp-card" p="lg">
      <Facts
        label="Facts"
        facts={[
          [
            'Next run',
            item.nextRunAt === null ? 'None' : <FullInstant key="next" at={item.nextRunAt} zone={zone} />,
          ],
          ['Created', <FullInstant key="created" at={item.createdAt} />],
          ['Changed', <FullInstant key="changed" at={item.updatedAt} />],
          ['Version', item.version],
        ]}
      />
    </Box>
  );
}
