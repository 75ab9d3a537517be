import type { TokenList } from '@zenpulse/contract';
import { presentToken } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';

export const listTokens: Handler = async (_request, { backend, clock }) => {
  const now = clock.now();
  const body: TokenList = { items: (await backend.tokens.list()).map((token) => presentToken(token, now)) };
  return { status: 200, body };
};
