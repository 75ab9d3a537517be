/** An instant as the domain's text; null stays null, and what is no instant stays as it is, for the domain to refuse. */
export function isoOrValue(value: unknown, epochMs: number): unknown {
  if (value === null) return null;
  return Number.isFinite(new Date(epochMs).getTime()) ? new Date(epochMs).toISOString() : value;
}
