import type { ScheduleItem } from '@zenpulse/contract';
import { presentSchedule } from '@zenpulse/present';
import { refusedActions } from '../access/schedule-rules.ts';
import type { Handler } from '../http/route.ts';
import { inTime } from '../known/in-time.ts';
import { findSchedule } from './find-schedule.ts';

/** The answer does not wait longer for the application's rule. */
const REFUSED_WITHIN_MS = 300;

export const getSchedule: Handler = async ({ params, rules, actor }, installation) => {
  const row = await findSchedule(params['id'] ?? '', installation);
  const [item, mayNot] = await Promise.all([
    presentSchedule(row, installation.backend),
    rules.isGiven ? inTime(refusedActions(rules, actor, row), REFUSED_WITHIN_MS, installation.clock) : null,
  ]);
  const body: ScheduleItem = mayNot === null ? item : { ...item, mayNot };
  return { status: 200, body };
};
