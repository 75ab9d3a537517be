import { Skeleton, Stack } from '@mantine/core';

/** The shape of a list before its first answer. */
export function TableSkeleton() {
  return (
    <Stack gap={10} className="zp-card" p="md" role="status" aria-label="Loading">
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}
