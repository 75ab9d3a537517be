import type { Handler } from '../http/route.ts';
import { countStates, readStates } from './schedule-states.ts';

export const countSchedules: Handler = async (_request, installation) => {
  return { status: 200, body: await countStates(await readStates(installation), installation) };
};
