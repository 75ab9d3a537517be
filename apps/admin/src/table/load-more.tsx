import { Button, Group, Text } from '@mantine/core';

interface LoadMoreProps {
  readonly shown: number;
  /** Null when nobody counted. */
  readonly total: number | string | null;
  readonly noun: string;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Below a list: how much of it is shown, and the way to the rest. */
export function LoadMore({ shown, total, noun, hasMore, isLoading, onMore }: LoadMoreProps) {
  return (
    <Group justify="space-between" mt="sm" mih={36}>
      <Text size="sm" c="dimmed" role="status">
        {total === null ? `${shown} ${noun}${hasMore ? ' shown' : ''}` : `${shown} of ${total} ${noun}`}
      </Text>
      {hasMore && (
        <Button variant="default" size="xs" loading={isLoading} onClick={onMore}>
          Load more
        </Button>
      )}
    </Group>
  );
}
