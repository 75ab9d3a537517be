import { createTokenBody, type TokenCreated } from '@zenpulse/contract';
import { TOKENS_LISTED } from '@zenpulse/core/ports';
import { presentToken } from '@zenpulse/present';
import { hashOfToken, newId, newTokenSecret } from '@zenpulse/store';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';

/** Makes a token for a machine. The answer has its secret, which nothing keeps. */
export const createToken: Handler = async ({ body, actor }, { backend, clock, machineTokens }) => {
  const { name, role, expiresAt: expiresAtText } = createTokenBody.parse(body);
  const now = clock.now();
  const expiresAt = expiresAtText === null ? null : Date.parse(expiresAtText);
  if (expiresAt !== null && expiresAt <= now) {
    const issue = { path: 'expiresAt', message: `expected an instant to come, got ${expiresAtText}` };
    throw new ApiError('validation_failed', `expiresAt: ${issue.message}`, [issue]);
  }
  const secret = newTokenSecret();
  const token = {
    id: newId(),
    name,
    role,
    hash: hashOfToken(secret),
    createdAt: now,
    createdBy: actor.name,
    expiresAt,
  };
  if ((await backend.tokens.list()).filter(({ revokedAt }) => revokedAt === null).length >= TOKENS_LISTED) {
    throw new ApiError(
      'token_exists',
      `there are ${TOKENS_LISTED} tokens, which is the most: revoke one first`,
    );
  }
  if (!(await backend.tokens.create(token))) {
    throw new ApiError('token_exists', `there is a token with the name ${name}`);
  }
  machineTokens.forget();
  const created: TokenCreated = {
    ...presentToken({ ...token, lastUsedAt: null, revokedAt: null }, now),
    secret,
  };
  return { status: 201, body: created };
};
