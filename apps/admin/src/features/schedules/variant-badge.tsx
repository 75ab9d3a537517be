import { Badge } from '@mantine/core';

/** Which schedule of its job it is; nothing for a job's only one. */
export function VariantBadge({ variant }: { readonly variant: string }) {
  if (variant === '') return null;
  return (
    <Badge size="sm" variant="default">
      {variant}
    </Badge>
  );
}
