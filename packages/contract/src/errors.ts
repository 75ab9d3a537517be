import * as z from 'zod/mini';
import { ERROR_STATUS, type ErrorCode } from './error-status.ts';

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** The body of every error. `issues` names each rejected field. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  }),
});

export type ErrorBody = z.output<typeof errorBody>;
