import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { queryOf } from '../http/query.ts';

const COOKIE = 'zenpulse_token';

/** Whether the request carries the token: as a cookie, or as `Authorization: Bearer`. */
export function hasToken(request: Request, token: string): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return [bearer, ...cookies(request)].some((given) => given !== undefined && isSame(given, token));
}

/** Whether the address carries the token. */
export function tokenInQuery(request: Request, token: string): boolean {
  const given = queryOf(request)['token'];
  return typeof given === 'string' && isSame(given, token);
}

/** The header that keeps the token in the browser until it closes; no script reads it, and
 * other sites can make the browser send it only with a link, which changes nothing. */
export function tokenCookie(token: string): string {
  return `${COOKIE}=${token}; HttpOnly; SameSite=Lax; Path=/`;
}

function cookies(request: Request): string[] {
  return (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const [name, value] = pair.trim().split('=');
    return name === COOKIE && value !== undefined ? [value] : [];
  });
}

/** In constant time, whatever the lengths. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
