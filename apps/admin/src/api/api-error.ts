import { errorBody, type ErrorCode } from '@zenpulse/contract';
import type { InputIssue } from '@zenpulse/core/domain';

/** The server's refusal, in its own code and words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly issues: readonly InputIssue[];

  constructor(status: number, code: ErrorCode, message: string, issues: readonly InputIssue[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = issues;
  }
}

/** No answer at all, or one that is not ours (a proxy's error page). */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Reads the body of an answer that is not 2xx. */
export function readError(status: number, body: unknown): ApiError | ConnectionError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return new ConnectionError(`The server answered ${status} without an explanation.`);
  const { code, message, issues } = parsed.data.error;
  return new ApiError(status, code, message, issues);
}

export function hasCode(error: unknown, code: ErrorCode): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** What to tell a reader about any failure. */
export function failureMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
