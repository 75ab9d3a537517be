import type { IncomingMessage } from 'node:http';

/** A request as Express 4 and 5, or a bare `node:http` server, pass it to the mount. */
export interface MountedRequest extends IncomingMessage {
  /** The address as the browser sent it; Express removes the mount from `url`. */
  readonly originalUrl?: string;
  /** The mount that Express removed. */
  readonly baseUrl?: string;
  /** The body as parsed by the application's own body parser. */
  readonly body?: unknown;
  /** The raw bytes of the body, where the platform keeps them (Nest, Google Cloud Functions). */
  readonly rawBody?: unknown;
}

/** The path below the mount, neither decoded nor normalised. */
export function pathOf(request: MountedRequest): string {
  const url = request.url ?? '/';
  if (url.startsWith('/')) return addressOf(url).path;
  return URL.canParse(url) ? new URL(url).pathname : '/'; // a proxy request carries the whole address
}

/** True if the path belongs to the API. Case-sensitive, like every path below it. */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** The address as the browser sent it, in two parts. */
export function addressAsked(request: MountedRequest): Address {
  return addressOf(request.originalUrl ?? request.url ?? '/');
}

export interface Address {
  readonly path: string;
  readonly query: string;
}

/** Splits a request line's address into path and query without decoding or parsing it, so no text is malformed here. */
export function addressOf(url: string): Address {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
}
