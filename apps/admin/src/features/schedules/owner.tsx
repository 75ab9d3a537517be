import { visibleText, type ScheduleFields } from '@zenpulse/core/domain';
import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { scheduleDetail } from '../../api/schedules.ts';

interface OwnerProps {
  readonly of: Pick<ScheduleFields, 'owner' | 'runbookUrl'>;
}

/** Who answers for a schedule and what to do when it fails; nothing if neither is known. */
export function Owner({ of: { owner, runbookUrl } }: OwnerProps) {
  if (owner === null && runbookUrl === null) return null;
  return (
    <Group gap="xs" mt={4}>
      {owner !== null && (
        <Text size="sm" c="dimmed" span>
          Owner: {visibleText(owner)}
        </Text>
      )}
      {runbookUrl !== null && isWebAddress(runbookUrl) && (
        <Anchor href={runbookUrl} size="sm" target="_blank" rel="noopener noreferrer">
          Runbook
        </Anchor>
      )}
    </Group>
  );
}

/** The same of a run, whose schedule may have been deleted since. */
export function OwnerOfRun({ scheduleId }: { readonly scheduleId: string }) {
  const { data } = useQuery(scheduleDetail(scheduleId));
  return data === undefined ? null : <Owner of={data} />;
}

/** A damaged row may hold any text; a link must not be more than an address. */
function isWebAddress(text: unknown): boolean {
  return typeof text === 'string' && /^https?:\/\//i.test(text);
}
