import type { ScheduleFields } from '@zenpulse/core/domain';
import type { SavedSchedule } from './saved-schedule.ts';

/** What ZenPulse itself sets in a schedule that it hands out. */
const OWN: Readonly<Record<Exclude<keyof SavedSchedule, keyof ScheduleFields>, true>> = {
  id: true,
  version: true,
  anchorAt: true,
  effectiveFrom: true,
  createdAt: true,
  updatedAt: true,
  nextRunAt: true,
};

/** The fields that a person says something in: a schedule that was handed out can be handed back. */
export function given(
  input: object,
  isWanted: (name: string) => boolean = () => true,
): Record<string, unknown> {
  const entries = Object.entries(input);
  return Object.fromEntries(
    entries.filter(([name, value]) => value !== undefined && !(name in OWN) && isWanted(name)),
  );
}
