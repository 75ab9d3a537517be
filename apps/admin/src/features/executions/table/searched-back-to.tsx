import { Button, Group, Text } from '@mantine/core';
import { ShortInstant } from '../../../time/instant.tsx';

interface SearchedBackToProps {
  /** ISO 8601. */
  readonly at: string;
  readonly found: number;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Shown below a search that has not covered all executions: how far it came, and a button to continue. */
export function SearchedBackTo({ at, found, isLoading, onMore }: SearchedBackToProps) {
  return (
    <Group justify="space-between" mt="sm" mih={36}>
      <Text size="sm" c="dimmed" role="status">
        {found === 0 ? 'Nothing found yet.' : `${found} found.`} Searched back to <ShortInstant at={at} />
      </Text>
      <Button variant="default" size="xs" loading={isLoading} onClick={onMore}>
        Search further back
      </Button>
    </Group>
  );
}
