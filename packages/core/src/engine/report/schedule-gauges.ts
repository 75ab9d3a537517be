import type { Schedule, StoredSchedule } from '../../domain/index.ts';

/** How one schedule is at this moment. Instants are epoch milliseconds. */
interface ScheduleGauge {
  readonly jobKey: string;
  readonly variant: string;
  readonly enabled: boolean;
  /** The next occurrence that is not decided yet; null when there is none. */
  readonly nextRunAt: number | null;
  /** The start of the newest run that succeeded; null when none is known. */
  readonly lastSuccessAt: number | null;
}

export interface ScheduleGauges {
  readonly schedules: readonly ScheduleGauge[];
  /** How many more there are. */
  readonly leftOut: number;
}

/** How many schedules are shown one by one. */
export const MAX_SCHEDULE_GAUGES = 1_000;

export interface ScheduleGaugeSources {
  readonly rows: Iterable<StoredSchedule>;
  readonly nextRunAt: (id: string) => number | null;
  readonly lastSuccessAt: (id: string) => number | null;
  readonly limit?: number;
}

/** The schedules that are sound, those that are switched on before the others, as long as there is room. */
export function scheduleGauges(sources: ScheduleGaugeSources): ScheduleGauges {
  const { nextRunAt, lastSuccessAt, rows, limit } = sources;
  const { shown, leftOut } = shownSchedules(rows, limit);
  return {
    leftOut,
    schedules: shown.map(({ id, jobKey, variant, enabled }) => ({
      jobKey,
      variant,
      enabled,
      nextRunAt: nextRunAt(id),
      lastSuccessAt: lastSuccessAt(id),
    })),
  };
}

/** Which schedules those are. */
export function shownSchedules(
  rows: Iterable<StoredSchedule>,
  limit = MAX_SCHEDULE_GAUGES,
): { readonly shown: readonly Schedule[]; readonly leftOut: number } {
  const on: Schedule[] = [];
  const off: Schedule[] = [];
  for (const row of rows) if (!row.isDamaged) (row.schedule.enabled ? on : off).push(row.schedule);
  const shown = [...on, ...off].slice(0, limit);
  return { shown, leftOut: on.length + off.length - shown.length };
}
