import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Rejects requests that another site's page makes a browser send. Browsers send their origin (`Sec-Fetch-Site`, or
 * `Origin` in older ones and over plain http); other programs send neither and carry no cookie that could be abused.
 */
export function requireSameOrigin(request: IncomingMessage): void {
  if (!SAFE_METHODS.has(request.method ?? '')) refuseForeign(request);
}

/** The same whatever the method: a stream that another site's page opened would hold a connection, though unread. */
export function refuseForeign(request: IncomingMessage): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new ApiError('forbidden', CROSS_ORIGIN);
  }
  const { origin } = request.headers;
  if (origin === undefined) return;
  const asked = URL.canParse(origin) ? new URL(origin) : null;
  const isOurs = asked !== null && hostsOf(request).some((host) => isHostOf(asked, host));
  if (!isOurs) throw new ApiError('forbidden', `${CROSS_ORIGIN}${proxyHint(asked, request)}`);
}

const CROSS_ORIGIN = 'requests from other sites are refused';

/**
 * The hosts the browser may have addressed. A proxy that changes `Host` passes the original in other headers, which no
 * foreign page can make a browser send.
 */
function hostsOf({ headers }: IncomingMessage): string[] {
  const forwarded = /(?:^|[;,\s])host="?([^";,\s]+)/i.exec(headers.forwarded ?? '')?.[1];
  const [first] = String(headers['x-forwarded-host'] ?? '').split(','); // the proxy nearest to the browser comes first
  return [headers.host, first?.trim(), forwarded].filter(
    (host) => host !== undefined && host !== '',
  ) as string[];
}

/** The protocol's default port may be written or left out. */
function isHostOf(origin: URL, host: string): boolean {
  const address = `${origin.protocol}//${host}`;
  return origin.host !== '' && URL.canParse(address) && new URL(address).host === origin.host;
}

/** A proxy that passes its own `Host` makes our page look like another site's. */
function proxyHint(origin: URL | null, { headers }: IncomingMessage): string {
  if (origin === null || origin.host === '') return '';
  return (
    `: the browser is at ${origin.host}, and the application was asked for ${headers.host ?? 'no host'}. ` +
    `If ${origin.host} is where you opened the admin, a proxy in between changes the Host header: let it pass the browser's, ` +
    'in nginx with "proxy_set_header Host $host;" ("$http_host" where the address has a port)'
  );
}
