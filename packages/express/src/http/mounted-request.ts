import type { IncomingMessage } from 'node:http';

/** A request as Express 4 and 5, or a bare `node:http` server, hand it to the mount. */
export interface MountedRequest extends IncomingMessage {
  /** The address as the browser asked for it; Express takes the mount off `url`. */
  readonly originalUrl?: string;
  /** The mount, as Express took it off. */
  readonly baseUrl?: string;
  /** What a body parser of the application made of the body. */
  readonly body?: unknown;
  /** The bytes of the body, where the platform keeps them (Nest, Google Cloud Functions). */
  readonly rawBody?: unknown;
}

/** The path below the mount, neither decoded nor normalised. */
export function pathOf(request: MountedRequest): string {
  const url = request.url ?? '/';
  if (url.startsWith('/')) return addressOf(url).path;
  return URL.canParse(url) ? new URL(url).pathname : '/'; // the whole address, as a proxy is sent it
}

/** Whether the path is the API's: in small letters, like every path below it. */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** The address as the browser asked for it, in two parts. */
export function addressAsked(request: MountedRequest): Address {
  return addressOf(request.originalUrl ?? request.url ?? '/');
}

export interface Address {
  readonly path: string;
  readonly query: string;
}

/** Path and query of a request line's address, neither decoded nor parsed: no text is malformed here. */
export function addressOf(url: string): Address {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
}
