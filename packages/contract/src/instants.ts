import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';

/** An instant on the wire: ISO 8601 in UTC with milliseconds. */
export const isoInstant = z.iso.datetime(expected('an instant such as 2026-01-31T08:30:00Z'));

export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}

export function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : toIso(instant);
}
