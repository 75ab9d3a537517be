import { presentSchedule } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { findSchedule } from './find-schedule.ts';

export const getSchedule: Handler = async ({ params }, installation) => {
  const row = await findSchedule(params['id'] ?? '', installation);
  return { status: 200, body: await presentSchedule(row, installation.backend) };
};
