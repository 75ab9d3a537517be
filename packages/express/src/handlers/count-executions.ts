import { deleteExecutionsQuery, type ExecutionCount } from '@zenpulse/contract';
import type { Handler } from '../http/route.ts';

/** Counts the rows that a deletion with the same filter would remove; rejects the same filters. */
export const countExecutions: Handler = async ({ query }, { backend }) => {
  const body: ExecutionCount = await backend.executions.count(deleteExecutionsQuery.parse(query));
  return { status: 200, body };
};
