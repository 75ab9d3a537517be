import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Our own policy on every answer: no inline script, styles by nonce, framed by nobody, cached nowhere shared. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  const nonce = randomBytes(16).toString('base64');
  nonces.set(response, nonce);
  response.set({
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
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  next();
};

const nonces = new WeakMap<Response, string>();

/** The nonce that this answer's policy allows for style elements. */
export function nonceOf(response: Response): string {
  return nonces.get(response) ?? '';
}
