import { ConnectionError, ForeignAnswerError, hasCode, RateLimitError, readError } from './api-error.ts';
import { reportConnection } from './connection.ts';

type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Values for `:name` in the path. */
  readonly params?: Readonly<Record<string, string>>;
  /** Empty values are left out; a list becomes a repeated name. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Longer than the 15 s after which the server gives up on a busy database. */
const TIMEOUT_MS = 20_000;

/**
 * Calls the API below the mount. Throws `ApiError` for an error of the admin, `ConnectionError` if there is no answer,
 * `RateLimitError` for 429, and `ForeignAnswerError` if another program answered.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body } = options;
  const init = {
    method,
    credentials: 'same-origin',
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  } as const;
  const { response, text } = await send(requestUrl(path, options), init, options);
  const answer = parsed(text);
  const isOurs = response.status === 204 || answer !== undefined;
  if (response.ok && isOurs) {
    reportConnection({ kind: 'open' });
    // The server's answers have the contract's types, which both sides share.
    return answer as T;
  }
  const { status, headers } = response;
  const redirectedTo = response.redirected ? response.url : null;
  const error = response.ok
    ? new ForeignAnswerError(status, redirectedTo)
    : readError({ status, headers, redirectedTo }, answer, Date.now());
  reportFailure(error);
  throw error;
}

/** The address of an API path, relative to wherever the admin is mounted. */
export function requestUrl(
  path: string,
  { params = {}, query = {} }: Pick<RequestOptions, 'params' | 'query'>,
  base: string = document.baseURI,
): URL {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(filled.slice(1), base);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

function reportFailure(error: unknown): void {
  if (error instanceof ConnectionError) {
    reportConnection({ kind: 'lost', since: Date.now(), message: error.message });
  } else if (error instanceof RateLimitError) {
    reportConnection({ kind: 'limited', until: Date.now() + error.retryAfterMs });
  } else {
    reportConnection({ kind: hasCode(error, 'unauthorized') ? 'locked' : 'open' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly response: Response;
  readonly text: string;
}

/** The time limit covers the body too. */
async function send(
  url: URL,
  init: RequestInit,
  { signal, timeoutMs = TIMEOUT_MS }: RequestOptions,
): Promise<Answer> {
  const ending = new AbortController();
  const abort = () => ending.abort();
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(abort, timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal: ending.signal });
    return { response, text: await response.text() };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const lost = new ConnectionError(lostText(init.method, ending.signal.aborted, timeoutMs), {
      cause: error,
    });
    reportFailure(lost);
    throw lost;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

function lostText(method: string | undefined, isTimeout: boolean, timeoutMs: number): string {
  if (!isTimeout) return 'The application does not answer.';
  const text = `The application has not answered within ${timeoutMs / 1_000} s.`;
  return method === 'GET' ? text : `${text} The change may have been made all the same.`;
}
