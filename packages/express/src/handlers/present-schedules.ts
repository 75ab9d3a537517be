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
  isFailing,
  scheduleState,
  triggerOf,
  type DamagedSchedule,
  type Schedule,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { newestRun, type LastRun } from '@zenpulse/core/ports';
import type { Installation } from '../installation.ts';
import { runFacts, type StateReading } from './schedule-states.ts';

/** Adds to each row what pages show of it, with two statements for all rows. */
export async function presentSchedules(
  rows: readonly StoredSchedule[],
  { backend, clock }: Installation,
  { runners, reported }: StateReading,
): Promise<ScheduleItem[]> {
  const now = clock.now();
  const ids = rows.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
  const [written, instants] = await Promise.all([backend.stats.lastRuns(ids), backend.stats.instantsOf(ids)]);
  return rows.map((row) => {
    const { id, jobKey } = row.isDamaged ? row.damaged : row.schedule;
    const registered = reported.jobKeys?.has(jobKey) ?? null;
    const isEnabled = !row.isDamaged && row.schedule.enabled;
    const runs = runFacts(id, instants.get(id), reported);
    const facts = { ...runs, isDamaged: row.isDamaged, isRegistered: registered, isEnabled };
    const extras = {
      lastRun: lastRunDto(newestRun(id, written.get(id), runners)),
      registered,
      state: scheduleState(facts),
      failingSince: isFailing(facts) ? toIsoOrNull(runs.instants.failingSince) : null,
    };
    return row.isDamaged ? damagedItem(row.damaged, extras) : soundItem(row.schedule, extras, now);
  });
}

type Extras = Pick<ScheduleItem, 'lastRun' | 'registered' | 'state' | 'failingSince'>;

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
