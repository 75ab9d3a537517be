import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLocalName } from '../access/local-request.ts';
import { isSecureRequest } from '../access/secure-request.ts';

/**
 * Sets our own policy on an answer: no inline script, styles by nonce, no framing, no shared caches. Returns the nonce
 * for style elements.
 */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse): string {
  const nonce = randomBytes(16).toString('base64');
  const headers: Readonly<Record<string, string>> = {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (isTrustworthy(request)) response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  else response.removeHeader('Cross-Origin-Opener-Policy'); // the application's own value would be ignored as well
  return nonce;
}

/**
 * True if the browser will honour the header. Over plain http it ignores it, except for this machine's own names, and
 * warns in the console of every page.
 */
function isTrustworthy(request: IncomingMessage): boolean {
  return isSecureRequest(request) || isLocalName(request.headers.host ?? '');
}
