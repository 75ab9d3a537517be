import type { ServerResponse } from 'node:http';
import type { ErrorBody } from '@zenpulse/contract';
import { ERROR_STATUS, type ErrorCode } from '@zenpulse/contract/error-status';
import type { InputIssue } from '@zenpulse/core/domain';
import { sendJson } from './answer.ts';

/** An error whose code and message are sent to the caller. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly issues: readonly InputIssue[] | undefined;
  /** After so many seconds it makes sense to try again; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, issues?: readonly InputIssue[], retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Answers with an error in the contract's form. */
export function sendApiError(response: ServerResponse, error: ApiError): void {
  const { code, message, issues, retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  const body: ErrorBody = {
    error: { code, message, ...(issues === undefined ? {} : { issues: [...issues] }) },
  };
  sendJson(response, ERROR_STATUS[code], body);
}
