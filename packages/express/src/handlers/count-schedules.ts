import { countStates, readStates } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';

export const countSchedules: Handler = async (_request, { backend, damaged }) => {
  return { status: 200, body: await countStates(await readStates(backend), backend.schedules, damaged) };
};
