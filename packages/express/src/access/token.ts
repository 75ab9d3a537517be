import { createHash, timingSafeEqual } from 'node:crypto';
import { hostname } from 'node:os';
import { queryOf } from '../http/query.ts';
import type { MountedRequest } from '../http/mounted-request.ts';
import { isSecureRequest } from './secure-request.ts';

/** True if the request carries the token, as a cookie or as `Authorization: Bearer`. */
export function hasToken(request: MountedRequest, token: string): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return [bearer, ...cookies(request)].some((given) => given !== undefined && isSame(given, token));
}

/** True if the query carries the token. */
export function tokenInQuery(request: MountedRequest, token: string): boolean {
  const given = queryOf(request)['token'];
  return typeof given === 'string' && isSame(given, token);
}

/**
 * The `Set-Cookie` header that keeps the token until the browser closes. Scripts cannot read it, other sites can make
 * the browser send it only by following a link (which changes nothing), and over https it is never sent unencrypted.
 */
export function tokenCookie(request: MountedRequest, token: string): string {
  const secure = isSecureRequest(request) ? '; Secure' : '';
  return `${cookieName(request)}=${token}; HttpOnly; SameSite=Lax; Path=/${secure}`;
}

/**
 * The cookie's name, different for each application and mount: browsers share cookies between all ports of a host, so
 * with one name, opening one application would log out of another. It stays the same after a restart, so that old
 * cookies are overwritten.
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

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
