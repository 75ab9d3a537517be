import {
  toIso,
  toIsoOrNull,
  toScheduleDto,
  type LastRunDto,
  type ScheduleDto,
  type ScheduleItem,
} from '@zenpulse/contract';
import {
  describeTrigger,
  triggerOf,
  type DamagedSchedule,
  type Schedule,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { isRegistered, newestRun, type LastRun } from '@zenpulse/core/ports';
import type { Installation } from '../installation.ts';

/** Adds to each row what pages show of it, with two statements for all rows. */
export async function presentSchedules(
  rows: readonly StoredSchedule[],
  { backend, clock }: Installation,
): Promise<ScheduleItem[]> {
  const now = clock.now();
  const ids = rows.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
  const [written, runners] = await Promise.all([backend.stats.lastRuns(ids), backend.runners.list()]);
  return rows.map((row) => {
    const { id, jobKey } = row.isDamaged ? row.damaged : row.schedule;
    const extras = {
      lastRun: lastRunDto(newestRun(id, written.get(id), runners)),
      registered: isRegistered(jobKey, runners, now),
    };
    return row.isDamaged ? damagedItem(row.damaged, extras) : soundItem(row.schedule, extras, now);
  });
}

type Extras = Pick<ScheduleItem, 'lastRun' | 'registered'>;

function soundItem(schedule: Schedule, extras: Extras, now: number): ScheduleItem {
  return {
    ...toScheduleDto(schedule),
    ...extras,
    nextRunAt: schedule.enabled ? toIsoOrNull(triggerOf(schedule).next(now)) : null,
    description: describeTrigger(schedule),
    problems: [],
  };
}

/** The stored values as they are, for the form that repairs them. */
function damagedItem(
  { id, jobKey, variant, version, values, problems }: DamagedSchedule,
  extras: Extras,
): ScheduleItem {
  const instant = (value: unknown) => toIso(Number.isSafeInteger(value) ? (value as number) : 0);
  const dto = {
    ...values,
    id,
    jobKey,
    variant,
    version,
    anchorAt: instant(values.anchorAt),
    effectiveFrom: instant(values.effectiveFrom),
    createdAt: instant(values.createdAt),
    updatedAt: instant(values.updatedAt),
  } as ScheduleDto; // a damaged row is shown as it is, on purpose
  return { ...dto, ...extras, nextRunAt: null, description: 'Damaged: it does not run', problems };
}

export function lastRunDto(run: LastRun | null): LastRunDto | null {
  if (run === null) return null;
  return { ...run, scheduledAt: toIso(run.scheduledAt), runTime: toIso(run.runTime) };
}
