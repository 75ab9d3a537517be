import { scheduleDraft, type ScheduleFields } from '../../domain/index.ts';
import type { Logger, ReportedJob, ScheduleStore } from '../../ports/index.ts';
import { OF_ONE_SCHEDULE, type RegisteredJob } from '../jobs/job-registry.ts';

/** Creates the schedules that code declares, each once in its life: a deleted one stays deleted. */
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

/** What the code says of the job's schedule; null when it says nothing. */
export function declaredSchedule({ key, options }: RegisteredJob): ReportedJob['declared'] {
  const { triggerType } = options;
  return triggerType === undefined ? null : { ...options, jobKey: key, triggerType };
}

/** What the code says of every schedule of the job: all but the trigger and the variant of its own one. */
export function scheduleDefaults({ options }: Pick<RegisteredJob, 'options'>): Partial<ScheduleFields> {
  const ofOne: readonly string[] = OF_ONE_SCHEDULE;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !ofOne.includes(name)));
}
