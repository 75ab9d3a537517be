import { presentExecution } from '@zenpulse/present';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';

export const getExecution: Handler = async ({ params }, { backend }) => {
  const id = params['id'] ?? '';
  const execution = await backend.executions.get(id);
  if (execution === null) throw new ApiError('not_found', `there is no execution ${id}`);
  return { status: 200, body: presentExecution(execution) };
};
