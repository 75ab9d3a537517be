import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';

/** In this process it opens nothing from now on, in others after a few seconds. */
export const revokeToken: Handler = async ({ params }, { backend, clock, machineTokens }) => {
  const id = params['id'] ?? '';
  const token = await backend.tokens.revoke(id, clock.now());
  machineTokens.forget();
  if (token === null) throw new ApiError('not_found', `there is no token ${id}`);
  return { status: 204 };
};
