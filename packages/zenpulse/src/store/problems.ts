import { inputIssues } from '@zenpulse/core/domain';
import type { z } from 'zod';

/** What is wrong with an input, in one line that names the fields; `whole` stands for all of it. */
export function problemsOf(error: z.ZodError, whole = 'schedule'): string {
  return inputIssues(error)
    .map(({ path, message }) => `${path === '' ? whole : path}: ${message}`)
    .join('; ');
}
