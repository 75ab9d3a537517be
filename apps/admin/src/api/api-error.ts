import type { ErrorBody, ErrorCode } from '@zenpulse/contract';
import type { InputIssue } from '@zenpulse/core/domain';
import { foreignAnswerText } from './foreign-answer-text.ts';

/** An error answer of the admin's API, with its code and message. */
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

/** No answer: the application is down, does not answer in time, or is reported as down by a proxy. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Status 429, from a limiter in front of the admin. */
export class RateLimitError extends Error {
  override readonly name = 'RateLimitError';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`The server limits requests (429). Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** An answer from another source than the admin: a middleware of the application, or a proxy. */
export class ForeignAnswerError extends Error {
  override readonly name = 'ForeignAnswerError';
  readonly status: number;

  constructor(status: number, redirectedTo: string | null = null) {
    super(foreignAnswerText(status, redirectedTo));
    this.status = status;
  }
}

export type AnswerError = ApiError | ConnectionError | RateLimitError | ForeignAnswerError;

interface AnswerHead {
  readonly status: number;
  /** The address to which a redirect led; null without one. */
  readonly redirectedTo: string | null;
  readonly headers: { get(name: string): string | null };
}

/** Maps an answer that is not 2xx to an error; `body` is undefined if it is not JSON. `now` in epoch milliseconds. */
export function readError(
  { status, headers, redirectedTo }: AnswerHead,
  body: unknown,
  now: number,
): AnswerError {
  if (status === 429) return new RateLimitError(retryAfterMs(headers, now));
  if (isErrorBody(body)) {
    const { code, message, issues } = body.error;
    return new ApiError(status, code, message, issues);
  }
  if (GATEWAY.has(status) && redirectedTo === null) {
    return new ConnectionError(`A proxy answers ${status}: the application behind it is not running.`);
  }
  return new ForeignAnswerError(status, redirectedTo);
}

/** Told by its form alone: the contract's rule needs zod, a twentieth of what a first visit loads. */
function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  if (typeof error !== 'object' || error === null) return false;
  return (
    'code' in error &&
    typeof error.code === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  );
}

const GATEWAY = new Set([502, 503, 504]);
const DEFAULT_RETRY_MS = 60_000;

/** `Retry-After` is a number of seconds or a date; some limiters send only `RateLimit-Reset` in seconds. */
function retryAfterMs(headers: AnswerHead['headers'], now: number): number {
  const text = headers.get('retry-after') ?? headers.get('ratelimit-reset') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(1_000, ms) : DEFAULT_RETRY_MS;
}

export function hasCode(error: unknown, code: ErrorCode): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** True if the banner on every page already describes this failure. */
export function isInBanner(error: unknown): boolean {
  return error instanceof ConnectionError || error instanceof RateLimitError;
}

/** The text about a failure that the page shows. */
export function failureMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
