import { ConnectionError, readError } from './api-error.ts';
import { reportConnection } from './connection.ts';

type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Values for `:name` in the path. */
  readonly params?: Readonly<Record<string, string>>;
  /** Empty values are left out; a list is repeated. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Calls the API below the mount. Throws `ApiError` on a refusal and `ConnectionError` when nobody answers. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, signal } = options;
  const response = await send(requestUrl(path, options), {
    method,
    credentials: 'same-origin',
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  reportConnection(response.status === 401 ? 'locked' : 'open');
  if (!response.ok) throw readError(response.status, answer);
  // The server answers with the shapes of the contract; they share its source.
  return answer as T;
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

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    reportConnection('lost');
    throw new ConnectionError('ZenPulse cannot be reached.', { cause: error });
  }
}
