import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';

export const deleteSchedule: Handler = async ({ params, query }, { backend }) => {
  await backend.schedules.remove(params['id'] ?? '', authorOf({ query }));
  return { status: 204 };
};
