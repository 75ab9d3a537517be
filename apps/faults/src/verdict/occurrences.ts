import type { ExecutionRow, ScheduleRow } from '../world/database.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/**
 * Each occurrence, computed here by plain arithmetic, must be covered by exactly one row of a first attempt. Exception:
 * a row missed as `ambiguous` counts what the previous holder may have started, and an occurrence that it did start has
 * its own row as well.
 */
export function checkOccurrences({ schedules, executions, from, until }: Evidence): {
  readonly findings: readonly Finding[];
  readonly count: number;
  /** Occurrences that have a row and are also counted as ambiguous by another one. */
  readonly doubted: number;
} {
  const findings: Finding[] = [];
  let count = 0;
  let doubted = 0;
  for (const schedule of schedules) {
    const rows = executions.filter(
      ({ scheduleId, attempt, origin }) => scheduleId === schedule.id && attempt === 1 && origin !== 'manual',
    );
    const standsFor = new Map<number, ExecutionRow[]>();
    for (const row of rows) {
      if (!isOccurrence(schedule, row.scheduledAt)) {
        findings.push(found('no occurrence', schedule, row.scheduledAt, `the row ${told(row)}`));
        continue;
      }
      for (let n = 0; n < row.coalescedCount; n += 1) {
        const at = row.scheduledAt - n * schedule.intervalMs;
        standsFor.set(at, [...(standsFor.get(at) ?? []), row]);
      }
    }
    for (const at of occurrences(schedule, from, until)) {
      count += 1;
      const standing = standsFor.get(at) ?? [];
      if (standing.length === 0) findings.push(found('unaccounted', schedule, at, 'no row stands for it'));
      const certain = standing.filter((row) => !isAmbiguous(row));
      if (certain.length > 1)
        findings.push(found('counted twice', schedule, at, certain.map(told).join(' and ')));
      else if (certain.length < standing.length && certain.length > 0) doubted += 1;
    }
  }
  return { findings, count, doubted };
}

export function told({
  id,
  status,
  reason,
  scheduledAt,
  runTime,
  attempt,
  coalescedCount,
  pid,
}: ExecutionRow): string {
  const why = reason === null ? '' : ` (${reason})`;
  const times = `due ${iso(scheduledAt)}, at ${iso(runTime)}`;
  return `${id} ${status}${why}, ${times}, attempt ${attempt}, for ${coalescedCount}, by ${pid}`;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isAmbiguous({ status, reason }: ExecutionRow): boolean {
  return status === 'missed' && reason === 'ambiguous';
}

function* occurrences({ anchorAt, intervalMs, effectiveFrom }: ScheduleRow, from: number, until: number) {
  const after = Math.max(from, effectiveFrom, anchorAt);
  const first = anchorAt + (Math.floor((after - anchorAt) / intervalMs) + 1) * intervalMs;
  for (let at = first; at <= until; at += intervalMs) yield at;
}

function isOccurrence({ anchorAt, intervalMs, effectiveFrom }: ScheduleRow, at: number): boolean {
  return (at - anchorAt) % intervalMs === 0 && at > anchorAt && at > effectiveFrom;
}

function found(kind: Finding['kind'], { jobKey }: ScheduleRow, scheduledAt: number, text: string): Finding {
  return { kind, jobKey, scheduledAt, text };
}
