import { inputIssues } from '@zenpulse/core/domain';
import type { z } from 'zod';

/** The problems of an input, in one line that names the fields; `whole` is the name of the input itself. */
export function problemsOf(error: z.ZodError, whole = 'schedule'): string {
  return inputIssues(error)
    .map(({ path, message }) => `${path === '' ? whole : path}: ${message}`)
    .join('; ');
}
