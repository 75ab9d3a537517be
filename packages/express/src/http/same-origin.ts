import type { Request } from 'express';
import { ApiError } from './api-error.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page makes a browser send. A browser says where a request comes from
 * (`Sec-Fetch-Site`, older ones `Origin`); a program says neither and has no cookie to be abused.
 */
export function requireSameOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw crossOrigin();
  }
  const { origin, host, 'x-forwarded-host': forwardedHost } = request.headers;
  if (origin === undefined) return;
  // A proxy that changes Host says the browser's in X-Forwarded-Host, which no foreign page can make a browser send.
  const hosts: unknown[] = [host, forwardedHost];
  if (!hosts.includes(hostOf(origin))) throw crossOrigin();
}

function crossOrigin(): ApiError {
  return new ApiError('forbidden', 'requests from other sites are refused');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
