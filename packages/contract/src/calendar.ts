import { changeReason, expected, type BlackoutDefinition } from '@zenpulse/core/domain';
import { z } from 'zod';

/** The body of `POST /api/pause`; none is the same as `{}`. */
export const stopBody = z
  .strictObject({ reason: changeReason.optional() }, expected('a JSON object such as { reason }'))
  .optional();

/** A blackout window under its name. */
export type BlackoutDto = BlackoutDefinition & { readonly name: string };

/** `GET /api/blackouts`, by name. */
export interface BlackoutList {
  readonly items: readonly (BlackoutDto & {
    /** How many schedules refer to it; null until every row was looked at once. */
    readonly schedules: number | null;
  })[];
}
