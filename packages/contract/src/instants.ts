import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';

export { toIso, toIsoOrNull } from '@zenpulse/core/domain';

/** An instant on the wire: ISO 8601 in UTC with milliseconds. */
export const isoInstant = z.iso.datetime(expected('an instant such as 2026-01-31T08:30:00Z'));
