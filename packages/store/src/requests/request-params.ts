import type { RunRequest } from '@zenpulse/core/ports';
import { jsonOrText } from '../sql/json-or-text.ts';

/** The column of a request's params: JSON, or NULL for those of the schedule. */
export function writtenParams(params: RunRequest['params']): string | null {
  return params === undefined ? null : JSON.stringify(params);
}

/** The field; absent for NULL. Text that is no JSON, as SQL by hand may leave it, stays text. */
export function readParams(column: unknown): Pick<RunRequest, 'params'> {
  return column === null || column === undefined ? {} : { params: jsonOrText(column) };
}
