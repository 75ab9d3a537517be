import { scheduleDraft, type ScheduleFields } from '@zenpulse/core/domain';

/** A schedule's fields, with defaults for those not given. */
export function fields(given: Partial<ScheduleFields> & { jobKey: string }): ScheduleFields {
  return scheduleDraft('UTC').parse({
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'seconds',
    ...given,
  });
}
