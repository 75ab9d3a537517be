import type { ScheduleFields } from '@zenpulse/core/domain';
import type { SavedSchedule } from './saved-schedule.ts';

/** The fields of a returned schedule that ZenPulse sets itself. */
const OWN: Readonly<Record<Exclude<keyof SavedSchedule, keyof ScheduleFields>, true>> = {
  id: true,
  version: true,
  anchorAt: true,
  effectiveFrom: true,
  pausedFrom: true,
  exceptions: true,
  createdAt: true,
  updatedAt: true,
  nextRunAt: true,
};

/** Only the fields that a person sets, so that a returned schedule can be passed back. */
export function given(
  input: object,
  isWanted: (name: string) => boolean = () => true,
): Record<string, unknown> {
  const entries = Object.entries(input);
  return Object.fromEntries(
    entries.filter(([name, value]) => value !== undefined && !(name in OWN) && isWanted(name)),
  );
}
