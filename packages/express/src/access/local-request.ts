import type { IncomingMessage } from 'node:http';

/**
 * True if a request certainly comes from a program on this machine: over loopback, through no proxy, and to a name of
 * this machine. (Another name that resolves to loopback is how a foreign page evades the origin check.)
 */
export function isLocalRequest(request: IncomingMessage): boolean {
  const isLoopback = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(request.socket.remoteAddress ?? '');
  return isLoopback && !isProxied(request) && isLocalName(request.headers.host ?? '');
}

/** True if the host of an address is a name of this machine, with or without a port. */
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
 * Headers that proxies, load balancers and CDNs add, for example the client's address, its protocol or the proxy's
 * name.
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
 * Recognises a proxy on this machine, which connects over loopback as well: by its headers; by HTTP/1.0, nginx's
 * default; by an upgrade, which the page never asks for; and, for a browser, by a missing "Connection: keep-alive",
 * which every browser sends over HTTP/1.1 and no proxy passes on.
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
