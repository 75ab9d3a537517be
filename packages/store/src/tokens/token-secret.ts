import { createHash, randomBytes } from 'node:crypto';

/** The beginning of every token, by which people and scanners of leaked secrets recognise one. */
const PREFIX = 'zp_';

/** A new secret of 256 random bits. Only its hash is kept. */
export function newTokenSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`;
}

/** What the table has of a secret. A plain hash is enough: nobody can try out 256 random bits. */
export function hashOfToken(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
