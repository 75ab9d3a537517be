import { Badge } from '@mantine/core';

/** The variant of a schedule; nothing if it has none. */
export function VariantBadge({ variant }: { readonly variant: string }) {
  if (variant === '') return null;
  return (
    <Badge size="sm" variant="default">
      {variant}
    </Badge>
  );
}
