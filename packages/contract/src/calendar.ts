import { changeReason, expected, type BlackoutDefinition } from '@zenpulse/core/domain';
import { z } from 'zod';

/** The body of `POST /api/pause`; none is the same as `{}`. */
export const stopBody = z
  .strictObject({ reason: changeReason.optional() }, expected('a JSON object such as { reason }'))
  .optional();

/** `GET /api/blackouts`, by name. */
export interface BlackoutList {
  readonly items: readonly (BlackoutDefinition & { readonly name: string })[];
}
