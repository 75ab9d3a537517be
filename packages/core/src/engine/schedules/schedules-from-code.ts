import { scheduleDraft, type ScheduleFields } from '../../domain/index.ts';
import type { Logger, ReportedJob, ScheduleStore } from '../../ports/index.ts';
import { OF_ONE_SCHEDULE, type RegisteredJob } from '../jobs/job-registry.ts';

/** Creates the schedules declared in code, each only once ever: a deleted one is not created again. */
export async function createSchedulesFromCode(
  jobs: readonly RegisteredJob[],
  schedules: ScheduleStore,
  defaultTimezone: string,
  logger: Logger,
): Promise<void> {
  for (const job of jobs) {
    const declared = declaredSchedule(job);
    if (declared === null) continue;
    const created = await schedules.createFromCode(scheduleDraft(defaultTimezone).parse(declared));
    if (created !== null) logger.info({ jobKey: job.key }, 'A schedule was created from code');
  }
}

/** The schedule that the job's code declares; null if there is none. */
export function declaredSchedule({ key, options }: RegisteredJob): ReportedJob['declared'] {
  const { triggerType } = options;
  return triggerType === undefined ? null : { ...options, jobKey: key, triggerType };
}

/**
 * The defaults that the job's code gives to all its schedules: everything except the trigger and variant of the
 * declared one.
 */
export function scheduleDefaults({ options }: Pick<RegisteredJob, 'options'>): Partial<ScheduleFields> {
  const ofOne: readonly string[] = OF_ONE_SCHEDULE;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !ofOne.includes(name)));
}
