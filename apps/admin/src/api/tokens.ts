import { PATHS, type Role, type TokenCreated, type TokenList } from '@zenpulse/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

export const tokenList = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => request<TokenList>(PATHS.tokens, { signal }),
});

interface NewToken {
  readonly name: string;
  readonly role: Role;
  /** Null: never. */
  readonly expiresAt: string | null;
}

/** The answer has the secret, which no other has. */
export function createToken(body: NewToken): Promise<TokenCreated> {
  return request(PATHS.tokens, { method: 'POST', body });
}

export function revokeToken(id: string): Promise<unknown> {
  return request(PATHS.token, { method: 'DELETE', params: { id } });
}
