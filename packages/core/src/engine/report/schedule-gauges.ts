import type { Schedule, StoredSchedule } from '../../domain/index.ts';

/** The current state of one schedule. Instants are epoch milliseconds. */
interface ScheduleGauge {
  readonly jobKey: string;
  readonly variant: string;
  readonly enabled: boolean;
  /** The next undecided occurrence; null if there is none. */
  readonly nextRunAt: number | null;
  /** The start of the newest successful run; null if none is known. */
  readonly lastSuccessAt: number | null;
}

export interface ScheduleGauges {
  readonly schedules: readonly ScheduleGauge[];
  /** How many further schedules there are. */
  readonly leftOut: number;
}

/** How many schedules are listed individually. */
export const MAX_SCHEDULE_GAUGES = 1_000;

export interface ScheduleGaugeSources {
  readonly rows: Iterable<StoredSchedule>;
  readonly nextRunAt: (id: string) => number | null;
  readonly lastSuccessAt: (id: string) => number | null;
  readonly limit?: number;
}

/** The valid schedules up to the limit, enabled ones first. */
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

/** Chooses the listed schedules. */
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
