import type { IncomingMessage } from 'node:http';

/**
 * Whether a request certainly comes from a program on this machine: over loopback, through no proxy, and to a name that
 * means this machine (another name that resolves here is how a foreign page gets around the origin check).
 */
export function isLocalRequest(request: IncomingMessage): boolean {
  const isLoopback = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(request.socket.remoteAddress ?? '');
  return isLoopback && !isProxied(request) && isLocalName(request.headers.host ?? '');
}

/** Whether an address's host means this machine, with or without a port. */
export function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/**
 * Headers that proxies, load balancers and content networks add, whatever they say: who the client is, how it came, or
 * which proxy it was.
 */
const PROXY_HEADER = new RegExp(
  `^(${[
    'x-forwarded.*',
    'forwarded.*',
    'via',
    'cf-.*',
    'cdn-.*',
    'cloudfront-.*',
    'fastly-.*',
    'fly-.*',
    'akamai-.*',
    'ali-.*',
    'incap-.*',
    'x-sucuri-.*',
    'x-vercel-.*',
    'x-appengine-.*',
    'x-azure-.*',
    'x-arr-.*',
    'x-amz.*',
    'x-envoy-.*',
    'x-nginx-.*',
    'x-proxy.*',
    'proxy-.*',
    'x-original-.*',
    '.*-?client-?ip',
    '.*-?connecting-?ip',
    '.*-?real-?ip',
    'x-?remote-?(ip|addr|address|port)',
    'remote-?addr',
    'x-?client-?(addr|address|port)',
    'x-(host|scheme|url-scheme|ssl|https|port)',
    'front-end-https',
    'x-traefik-.*',
    'x-varnish',
    'x-request-start',
  ].join('|')})$`,
);

/**
 * A proxy on this machine comes over loopback as well. It shows by its headers; by HTTP/1.0, which nginx speaks by default;
 * by an upgrade that no page asks for; and, for a browser, by the header "Connection: keep-alive", which every browser sends over
 * HTTP/1.1 and no proxy passes on.
 */
function isProxied(request: IncomingMessage): boolean {
  const { headers } = request;
  if (request.httpVersionMajor < 2 && request.httpVersion !== '1.1') return true;
  if (Object.keys(headers).some((name) => PROXY_HEADER.test(name))) return true;
  if (/upgrade/i.test(headers.connection ?? '')) return true;
  return request.httpVersion === '1.1' && isBrowser(request) && !/keep-alive/i.test(headers.connection ?? '');
}

function isBrowser({ headers }: IncomingMessage): boolean {
  return /^mozilla\//i.test(headers['user-agent'] ?? '');
}
