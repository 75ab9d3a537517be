import { Button, Group, Text } from '@mantine/core';
import { clockText } from '../time/instant-text.ts';
import { useNow } from '../time/clock.ts';
import { usePageZone } from '../time/zone.ts';

interface LoadMoreProps {
  readonly shown: number;
  /** Null if it was not counted. */
  readonly total: number | string | null;
  readonly noun: string;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
  /** For a list that does not refresh itself: when it was read, in epoch milliseconds, and how to read it again. */
  readonly renewal?: { readonly at: number; readonly onRenew: () => void };
}

/** Below a list: how much of it is shown, a button for the rest, and the age of a search. */
export function LoadMore({ shown, total, noun, hasMore, isLoading, onMore, renewal }: LoadMoreProps) {
  return (
    <Group justify="space-between" mt="sm" mih={36}>
      <Text size="sm" c="dimmed" role="status">
        {total === null ? `${shown} ${noun}${hasMore ? ' shown' : ''}` : `${shown} of ${total} ${noun}`}
        {renewal !== undefined && <SearchedAt at={renewal.at} />}
      </Text>
      <Group gap="xs">
        {renewal !== undefined && (
          <Button variant="default" size="xs" onClick={renewal.onRenew}>
            Search again
          </Button>
        )}
        {hasMore && (
          <Button variant="default" size="xs" loading={isLoading} onClick={onMore}>
            Load more
          </Button>
        )}
      </Group>
    </Group>
  );
}

function SearchedAt({ at }: { readonly at: number }) {
  const zone = usePageZone();
  return <>. Searched at {clockText(at, zone, useNow())}; a search does not update by itself.</>;
}
