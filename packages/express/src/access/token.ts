import { createHash, timingSafeEqual } from 'node:crypto';
import { hostname } from 'node:os';
import { queryOf } from '../http/query.ts';
import type { MountedRequest } from '../http/mounted-request.ts';
import { isSecureRequest } from './secure-request.ts';

/** Whether the request carries the token: as a cookie, or as `Authorization: Bearer`. */
export function hasToken(request: MountedRequest, token: string): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return [bearer, ...cookies(request)].some((given) => given !== undefined && isSame(given, token));
}

/** Whether the address carries the token. */
export function tokenInQuery(request: MountedRequest, token: string): boolean {
  const given = queryOf(request)['token'];
  return typeof given === 'string' && isSame(given, token);
}

/**
 * The header that keeps the token in the browser until it closes. No script reads it, other sites can make the browser
 * send it only with a link, which changes nothing, and one that came over https never leaves it in the open.
 */
export function tokenCookie(request: MountedRequest, token: string): string {
  const secure = isSecureRequest(request) ? '; Secure' : '';
  return `${cookieName(request)}=${token}; HttpOnly; SameSite=Lax; Path=/${secure}`;
}

/**
 * A name for each application and mount: browsers share cookies between all ports of a host, so one name for all would
 * log one application out whenever another is opened. The same after a restart, so that old ones do not pile up.
 */
function cookieName({ socket, baseUrl = '' }: MountedRequest): string {
  const place = [hostname(), process.cwd(), socket.localPort, baseUrl.toLowerCase()].join('\n');
  return `zenpulse_token_${createHash('sha256').update(place).digest('hex').slice(0, 12)}`;
}

function cookies(request: MountedRequest): string[] {
  const wanted = cookieName(request);
  return (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const [name, value] = pair.trim().split('=');
    return name === wanted && value !== undefined ? [value] : [];
  });
}

/** In constant time, whatever the lengths. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
