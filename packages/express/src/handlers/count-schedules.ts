import { readStates } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { knownStates } from '../known/known-states.ts';

export const countSchedules: Handler = async (_request, installation) => {
  const { counts } = await knownStates(await readStates(installation.backend), installation);
  return { status: 200, body: counts };
};
