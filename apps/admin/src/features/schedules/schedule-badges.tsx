import type { ScheduleItem } from '@zenpulse/contract';
import { Badge, Tooltip } from '@mantine/core';

/** What sets a schedule apart: its variant, a job that no runner knows, a row that breaks a rule. */
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
          label="No living runner has this job. The schedule stays and does not fire."
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
