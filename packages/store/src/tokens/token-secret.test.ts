import { expect, it } from 'vitest';
import { hashOfToken, newTokenSecret } from './token-secret.ts';

it('a secret has 256 random bits after its prefix, and its hash tells nothing of it', () => {
  const secrets = new Set(Array.from({ length: 100 }, newTokenSecret));
  expect(secrets.size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^zp_[\w-]{43}$/);
    expect(hashOfToken(secret)).toMatch(/^[0-9a-f]{64}$/);
  }
});
