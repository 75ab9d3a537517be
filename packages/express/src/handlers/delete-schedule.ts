import type { Handler } from '../http/route.ts';

export const deleteSchedule: Handler = async ({ params }, { backend }) => {
  await backend.schedules.remove(params['id'] ?? '');
  return { status: 204 };
};
