import { deleteExecutionsQuery, type ExecutionsDeleted } from '@zenpulse/contract';
import type { Handler } from '../http/route.ts';

export const deleteExecutions: Handler = async ({ query }, { backend }) => {
  const body: ExecutionsDeleted = {
    deleted: await backend.executions.deleteWhere(deleteExecutionsQuery.parse(query)),
  };
  return { status: 200, body };
};
