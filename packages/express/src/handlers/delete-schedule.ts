import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';
import { requireForSchedule } from './require-for-schedule.ts';

export const deleteSchedule: Handler = async (request, installation) => {
  const author = authorOf(request);
  await requireForSchedule('delete', request, installation);
  await installation.backend.schedules.remove(request.params['id'] ?? '', author);
  return { status: 204 };
};
