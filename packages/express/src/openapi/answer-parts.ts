import { ORIGINS, OUTCOMES } from '@zenpulse/core/domain';
import { z } from 'zod';

// What several answers are made of. Objects are open, because later releases add fields.

export const open = z.looseObject;
export const instant = z.iso.datetime();
export const outcome = z.enum(OUTCOMES);
export const origin = z.enum(ORIGINS);
export const count = z.int().min(0);
export const progress = open({ done: z.number(), total: z.number().nullable() });

export function pageOf<T extends z.ZodType>(item: T) {
  return open({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** How many of each outcome. */
export const countsByOutcome = {
  success: count,
  fail: count,
  timeout: count,
  interrupted: count,
  missed: count,
  skipped: count,
};

/** Any JSON object. */
export const json = z.record(z.string(), z.unknown());
