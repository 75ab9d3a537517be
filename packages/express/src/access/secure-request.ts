import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/**
 * True if the browser's connection is encrypted, by our own socket or by a proxy's header. Any client can send that
 * header, so it may only make things stricter for the client that sent it.
 */
export function isSecureRequest(request: IncomingMessage): boolean {
  if ((request.socket as Partial<TLSSocket>).encrypted === true) return true;
  return SIGNS.some(([name, sign]) => sign.test(String(request.headers[name] ?? '')));
}

const HTTPS_FIRST = /^\s*(https|wss)\s*(,|$)/i;
const ON = /^\s*(on|1|true|https)\s*$/i;

const SIGNS: readonly (readonly [header: string, sign: RegExp])[] = [
  ['x-forwarded-proto', HTTPS_FIRST],
  ['x-forwarded-protocol', HTTPS_FIRST],
  ['x-forwarded-scheme', HTTPS_FIRST],
  ['x-scheme', HTTPS_FIRST],
  ['x-url-scheme', HTTPS_FIRST],
  ['cloudfront-forwarded-proto', HTTPS_FIRST],
  ['forwarded', /^[^,]*\bproto="?https\b/i],
  ['cf-visitor', /"scheme"\s*:\s*"https"/i],
  ['x-forwarded-ssl', ON],
  ['front-end-https', ON],
  ['x-arr-ssl', /\S/],
];
