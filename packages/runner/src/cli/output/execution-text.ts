import { lateReasonWords, type Execution } from '@zenpulse/core/domain';
import type { ScheduleStore } from '@zenpulse/core/ports';
import { reasonWords } from './reason-words.ts';
import { oneLine } from './table.ts';
import { zonedTimeAndZone } from './zoned-time.ts';

export const HEADING = ['TIME', 'STATUS', 'JOB', 'DURATION', 'DETAILS'] as const;
export const STATUS = HEADING.indexOf('STATUS');

/** One row of the list. */
export function cellsOf(execution: Described, timezone: string): string[] {
  const { runTime, status, jobKey, variant, durationMs } = execution;
  return [
    zonedTimeAndZone(runTime, timezone),
    status,
    variant === '' ? jobKey : `${jobKey} (${variant})`,
    durationMs === null ? '-' : tookInWords(durationMs),
    whatOf(execution),
  ];
}

export function tookInWords(durationMs: number): string {
  return durationMs < 1_000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1_000).toFixed(1)} s`;
}

type Described = Omit<Execution, 'traceback' | 'output'>;

/** The error or reason, and anything unusual. */
export function whatOf(execution: Described): string {
  const { origin, attempt, coalescedCount, reason, exceptionType, exceptionMessage } = execution;
  const error = [exceptionType, exceptionMessage].filter((text) => text !== null && text !== '').join(': ');
  return [
    origin === 'manual' ? 'manual' : '',
    attempt > 1 ? `attempt ${attempt}` : '',
    coalescedCount > 1 ? `for ${coalescedCount} occurrences` : '',
    reason === null ? '' : reasonWords(reason),
    heldWords(execution),
    lateWords(execution),
    oneLine(error),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** One id is enough in a list; the JSON has all. */
function heldWords({ heldBy }: Described): string {
  const [first, ...others] = heldBy ?? [];
  if (first === undefined) return '';
  return others.length === 0 ? `held by run ${first}` : `held by run ${first} and ${others.length} more`;
}

function lateWords({ lateMs, lateReason }: Described): string {
  if (lateMs === null || lateReason === null) return '';
  return `${tookInWords(lateMs)} late: ${lateReasonWords(lateReason)}`;
}

/** Looks up the zone of each execution's schedule once; UTC for a deleted or damaged one. */
export function zonesOfSchedules({
  get,
}: Pick<ScheduleStore, 'get'>): (scheduleId: string) => Promise<string> {
  const zones = new Map<string, Promise<string>>();
  const look = async (id: string): Promise<string> => {
    const row = await get(id);
    return row === null || row.isDamaged ? 'UTC' : row.schedule.timezone;
  };
  return (id) => {
    const zone = zones.get(id) ?? look(id);
    zones.set(id, zone);
    return zone;
  };
}
