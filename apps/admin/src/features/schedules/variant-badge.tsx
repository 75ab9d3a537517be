/** The variant of a schedule; nothing if it has none. */
export function VariantBadge({ variant }: { readonly variant: string }) {
  if (variant === '') return null;
  return <span className="zp-chip">{variant}</span>;
}
