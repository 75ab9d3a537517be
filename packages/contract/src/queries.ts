import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';
import { isoInstant } from './instants.ts';

/** A query string, parsed strictly: an unknown parameter or one given twice is rejected. */
export function queryObject<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape);
}

export const searchText = z
  .string(expected('one text'))
  .trim()
  .max(200, expected('at most 200 characters'))
  .optional();

export const booleanText = z
  .enum(['true', 'false'], expected('"true" or "false"'))
  .transform((text) => text === 'true')
  .optional();

export const instantText = isoInstant.transform((text) => Date.parse(text)).optional();

const limitText = z
  .string(expected('one number'))
  .regex(/^\d{1,3}$/, expected('a whole number from 1 to 100'))
  .transform(Number)
  .pipe(
    z
      .number()
      .min(1, expected('a whole number from 1 to 100'))
      .max(100, expected('a whole number from 1 to 100')),
  )
  .default(50);

export const pageQuery = { cursor: z.string(expected('one cursor')).max(500).optional(), limit: limitText };
