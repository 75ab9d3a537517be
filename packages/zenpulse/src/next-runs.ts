import {
  completeSchedule,
  nextOccurrences,
  SCHEDULE_DEFAULTS,
  type TriggerFields,
} from '@zenpulse/core/domain';

/** A trigger in the row's own fields; an interval counts from `anchorAt` (by default from `from`). */
export type TriggerInput = Partial<TriggerFields> &
  Pick<TriggerFields, 'triggerType'> & { readonly anchorAt?: Date | string | number };

export interface NextRunsOptions {
  readonly from: Date;
  readonly count: number;
}

/** The first `count` instants strictly after `from`. Throws a ZodError that names the field. */
export function nextRuns({ anchorAt, ...trigger }: TriggerInput, { from, count }: NextRunsOptions): Date[] {
  const fields = completeSchedule.parse({
    ...SCHEDULE_DEFAULTS,
    timezone: 'UTC',
    jobKey: 'preview',
    ...trigger,
  });
  const anchor = anchorAt === undefined ? from.getTime() : new Date(anchorAt).getTime();
  return nextOccurrences({ ...fields, anchorAt: anchor }, from.getTime(), count).map((at) => new Date(at));
}
