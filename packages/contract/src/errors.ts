import { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from './error-status.ts';

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** The body of every error. `issues` names each field that was refused. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

export type ErrorBody = z.output<typeof errorBody>;
