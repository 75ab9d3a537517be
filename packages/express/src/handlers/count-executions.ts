import { deleteExecutionsQuery, type ExecutionCount } from '@zenpulse/contract';
import type { Handler } from '../http/route.ts';

/** How many rows a deletion with the same filter would take: it refuses what that refuses. */
export const countExecutions: Handler = async ({ query }, { backend }) => {
  const body: ExecutionCount = await backend.executions.count(deleteExecutionsQuery.parse(query));
  return { status: 200, body };
};
