import { inputIssues } from '@zenpulse/core/domain';
import { StoreError } from '@zenpulse/core/ports';
import { SettingsError } from '@zenpulse/store';
import { z } from 'zod';
import type { FoldedLog } from '../folded-log.ts';
import { ApiError } from './api-error.ts';

/** Maps any failure to the error that the caller gets. An unexpected one is logged and answered in general terms. */
export function toApiError(error: unknown, folded: FoldedLog): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof z.ZodError) {
    const issues = inputIssues(error);
    const first = issues[0];
    const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
    return new ApiError('validation_failed', `${where}${first?.message ?? 'invalid input'}`, issues);
  }
  if (error instanceof StoreError) {
    logStoreError(error, folded);
    return new ApiError(error.code, error.message);
  }
  if (error instanceof SettingsError) {
    folded.error('settings', {}, `the admin cannot open its database: ${error.message}`);
    return new ApiError('store_unavailable', error.message);
  }
  const message = error instanceof Error ? error.message : '';
  folded.error(`request failed ${message}`, { err: error }, 'a request failed');
  return new ApiError('internal', 'something went wrong here; the log of the application says more');
}

/** Where the store knows the reason, its sentence is more useful than the driver's stack. */
function logStoreError({ code, reason, message, cause }: StoreError, folded: FoldedLog): void {
  if (code === 'store_unavailable') {
    folded.error(`${code} ${reason ?? ''}`, reason === undefined ? { err: cause } : { reason }, message);
  }
  if (code === 'schema_mismatch') folded.error(code, {}, message);
}
