import type { LastRunDto, ScheduleDto, ScheduleItem } from '@zenpulse/contract';
import {
  describeTrigger,
  isFailing,
  isPausedAt,
  scheduleState,
  toIso,
  toIsoOrNull,
  triggerOf,
  typicalMs,
  type DamagedSchedule,
  type RecentOccurrence,
  type Schedule,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import {
  newestOccurrences,
  newestRun,
  type Backend,
  type FiringSwitch,
  type FiguresStore,
  type LastRun,
} from '@zenpulse/core/ports';
import { presentRecent } from './present-figures.ts';
import { readStates, runFacts, type StateReading } from './schedule-states.ts';

const RINGS_AT_ONCE = 50;

export interface ShownParts {
  /** The newest occurrences too, which are long. */
  readonly hasRecent?: boolean;
}

/** Adds to each row what pages and lists show of it, with three statements for all rows. */
export async function presentSchedules(
  rows: readonly StoredSchedule[],
  { stats, figures, clock }: Pick<Backend, 'stats' | 'figures' | 'clock'>,
  { runners, reported, firing }: StateReading,
  { hasRecent = false }: ShownParts = {},
): Promise<ScheduleItem[]> {
  const now = clock.now();
  const ids = rows.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
  const [written, instants, rings] = await Promise.all([
    stats.lastRuns(ids),
    stats.instantsOf(ids),
    readRecent(ids, figures),
  ]);
  return rows.map((row) => {
    const { id, jobKey } = row.isDamaged ? row.damaged : row.schedule;
    const registered = reported.jobKeys?.has(jobKey) ?? null;
    const isEnabled = !row.isDamaged && row.schedule.enabled;
    const runs = runFacts(id, instants.get(id), reported);
    const isPaused = !row.isDamaged && isPausedAt(row.schedule, now);
    const facts = { ...runs, isDamaged: row.isDamaged, isRegistered: registered, isEnabled, isPaused };
    const recent = newestOccurrences(id, rings.get(id), runners);
    const extras = {
      ...(hasRecent && { recent: presentRecent(recent) }),
      typicalMs: typicalMs(recent),
      lastRun: presentLastRun(newestRun(id, written.get(id), runners)),
      registered,
      state: scheduleState(facts),
      failingSince: isFailing(facts) ? toIsoOrNull(runs.instants.failingSince) : null,
    };
    return row.isDamaged ? damagedItem(row.damaged, extras) : soundItem(row.schedule, extras, now, firing);
  });
}

/** In parts, each worked out in a turn of its own: a hundred rings take more than ten milliseconds. */
async function readRecent(
  ids: readonly string[],
  figures: Pick<FiguresStore, 'recentOf'>,
): Promise<ReadonlyMap<string, readonly RecentOccurrence[]>> {
  const found = new Map<string, readonly RecentOccurrence[]>();
  for (let start = 0; start < ids.length; start += RINGS_AT_ONCE) {
    const part = await figures.recentOf(ids.slice(start, start + RINGS_AT_ONCE));
    for (const [id, recent] of part) found.set(id, recent);
  }
  return found;
}

/** One row in the same form; reads the states first. */
export async function presentSchedule(
  row: StoredSchedule,
  backend: Pick<Backend, 'stats' | 'figures' | 'runners' | 'clock' | 'calendar'>,
): Promise<ScheduleItem> {
  const [item] = await presentSchedules([row], backend, await readStates(backend), { hasRecent: true });
  return item as ScheduleItem; // one row in, one item out
}

type Extras = Pick<
  ScheduleItem,
  'lastRun' | 'registered' | 'state' | 'failingSince' | 'typicalMs' | 'recent'
>;

function soundItem(
  schedule: Schedule,
  extras: Extras,
  now: number,
  { stoppedAt }: FiringSwitch,
): ScheduleItem {
  const isFiring = schedule.enabled && stoppedAt === null;
  return {
    ...scheduleDto(schedule),
    ...extras,
    nextRunAt: isFiring ? toIsoOrNull(triggerOf(schedule).next(now)) : null,
    description: describeTrigger(schedule),
    problems: [],
  };
}

function scheduleDto(schedule: Schedule): ScheduleDto {
  return {
    ...schedule,
    anchorAt: toIso(schedule.anchorAt),
    effectiveFrom: toIso(schedule.effectiveFrom),
    createdAt: toIso(schedule.createdAt),
    updatedAt: toIso(schedule.updatedAt),
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

export function presentLastRun(run: LastRun | null): LastRunDto | null {
  if (run === null) return null;
  return { ...run, scheduledAt: toIso(run.scheduledAt), runTime: toIso(run.runTime) };
}
