import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';

export const deleteSchedule: Handler = async ({ params, ...asked }, { backend }) => {
  await backend.schedules.remove(params['id'] ?? '', authorOf(asked));
  return { status: 204 };
};
