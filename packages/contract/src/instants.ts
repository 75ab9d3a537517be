import { z } from 'zod';

/** An instant on the wire: ISO 8601 in UTC with milliseconds. */
export const isoInstant = z.iso.datetime();

export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}

export function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : toIso(instant);
}
