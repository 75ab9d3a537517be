import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '@zenpulse/contract';
import { inputIssues, type InputIssue } from '@zenpulse/core/domain';
import { StoreError, type Logger } from '@zenpulse/core/ports';
import { SettingsError } from '@zenpulse/store';
import type { Response } from 'express';
import { z } from 'zod';

/** A refusal that the caller is told about. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly issues: readonly InputIssue[] | undefined;

  constructor(code: ErrorCode, message: string, issues?: readonly InputIssue[]) {
    super(message);
    this.code = code;
    this.issues = issues;
  }
}

/** Answers with an error in the contract's form. What nobody foresaw is logged and told in general words. */
export function sendError(response: Response, error: unknown, logger: Logger): void {
  const { code, message, issues } = toApiError(error, logger);
  const body: ErrorBody = {
    error: { code, message, ...(issues === undefined ? {} : { issues: [...issues] }) },
  };
  response.status(ERROR_STATUS[code]).json(body);
}

function toApiError(error: unknown, logger: Logger): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof z.ZodError) {
    const issues = inputIssues(error);
    const first = issues[0];
    const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
    return new ApiError('validation_failed', `${where}${first?.message ?? 'invalid input'}`, issues);
  }
  if (error instanceof StoreError) {
    if (error.code === 'store_unavailable')
      logger.error({ err: error.cause }, 'the database does not answer');
    if (error.code === 'schema_mismatch') logger.error({}, error.message);
    return new ApiError(error.code, error.message);
  }
  if (error instanceof SettingsError) return new ApiError('store_unavailable', error.message);
  logger.error({ err: error }, 'a request failed');
  return new ApiError('internal', 'something went wrong here; the log of the application says more');
}
