import type { Request } from 'express';

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a request surely comes from this machine's own browser: over loopback, by no proxy, and to a name that
 * means this machine (another name that resolves here is how a foreign page gets around the origin check).
 */
export function isLocalRequest(request: Request): boolean {
  const isLoopback = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(request.socket.remoteAddress ?? '');
  const isProxied = PROXY_HEADERS.some((name) => request.headers[name] !== undefined);
  return isLoopback && !isProxied && isLocalName(request.headers.host ?? '');
}

function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}
