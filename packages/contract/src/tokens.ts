import { expected, hasInvisible } from '@zenpulse/core/domain';
import { z } from 'zod';
import { isoInstant } from './instants.ts';
import { ROLES } from './roles.ts';

const NAME = '1 to 64 printable characters without space at the ends';

/** The fields of a token that its maker sets. */
export const tokenFields = {
  name: z.string(expected(NAME)).refine(isName, expected(NAME)),
  role: z.enum(ROLES, expected('"viewer", "operator" or "admin"')),
  /** Null: never. */
  expiresAt: isoInstant.nullable(),
};

/** The body of `POST /api/tokens`. */
export const createTokenBody = z.strictObject(
  { ...tokenFields, expiresAt: tokenFields.expiresAt.default(null) },
  expected('a JSON object such as { name, role }'),
);

/** A token without its secret, which is shown only once. */
export const tokenDto = z.object({
  id: z.string(),
  name: z.string(),
  /** What SQL by hand left may be no role; then it opens nothing. */
  role: z.string(),
  state: z.enum(['valid', 'expired', 'revoked']),
  createdAt: isoInstant,
  /** Null if `authorize` gave no name. */
  createdBy: z.string().nullable(),
  expiresAt: isoInstant.nullable(),
  /** To the minute. */
  lastUsedAt: isoInstant.nullable(),
  revokedAt: isoInstant.nullable(),
});
export type TokenDto = z.output<typeof tokenDto>;

export interface TokenList {
  readonly items: readonly TokenDto[];
}

/** The answer of `POST /api/tokens`, the only one with the secret. */
export interface TokenCreated extends TokenDto {
  readonly secret: string;
}

function isName(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= 64 &&
    text === text.trim() &&
    !/\p{C}/u.test(text) &&
    !hasInvisible(text)
  );
}
