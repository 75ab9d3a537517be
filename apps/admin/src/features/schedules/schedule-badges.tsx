import type { ScheduleItem } from '@zenpulse/contract';
import { Badge, Tooltip } from '@mantine/core';

/** Its variant, whether a runner has its job, and whether its row is damaged. */
export function ScheduleBadges({ item }: { readonly item: ScheduleItem }) {
  return (
    <>
      {item.variant !== '' && (
        <Badge size="sm" variant="default">
          {item.variant}
        </Badge>
      )}
      {item.registered === false && (
        <Tooltip
          label="No runner has this job registered. The schedule is kept, but does not run."
          multiline
          maw={280}
        >
          <Badge size="sm" variant="light" color="orange" tabIndex={0}>
            not registered
          </Badge>
        </Tooltip>
      )}
      {item.problems.length > 0 && (
        <Tooltip
          label={item.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}
          multiline
          maw={320}
        >
          <Badge size="sm" variant="light" color="red" tabIndex={0}>
            damaged
          </Badge>
        </Tooltip>
      )}
    </>
  );
}
