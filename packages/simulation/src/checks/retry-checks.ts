import type { Execution } from '@zenpulse/core/domain';
import { described } from '../sim-runner.ts';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';
import { isRelived } from './excuses.ts';
import { violation, type Violation } from './violation.ts';

/** Retries wait for 1 s, 2 s, 4 s …: the simulation's randomness does not shorten them. */
const FIRST_PAUSE_MS = 1_000;

/** The rules for every start of a retry. */
export function checkRetries(site: Site): Violation[] {
  const byAttempt = new Map<string, Start[]>();
  const newest = new Map<string, number>();
  const found: Violation[] = [];
  for (const start of site.truth.starts) {
    const wrong = start.attempt > 1 ? wrongRetry(site, start, byAttempt, newest) : null;
    if (wrong !== null)
      found.push(violation('wrong retry', `${described(start)} by ${start.runnerId}, ${wrong}`));
    const key = keyOf(start, start.attempt);
    byAttempt.set(key, [...(byAttempt.get(key) ?? []), start]);
    const { isManual, attempt, scheduleId, scheduledAt } = start;
    if (isManual || attempt > 1) continue;
    newest.set(scheduleId, Math.max(newest.get(scheduleId) ?? 0, scheduledAt));
  }
  return found;
}

/** Null if it follows the rules. */
function wrongRetry(
  site: Site,
  start: Start,
  byAttempt: ReadonlyMap<string, readonly Start[]>,
  newest: ReadonlyMap<string, number>,
): string | null {
  const { scheduleId, scheduledAt, attempt } = start;
  const before = byAttempt.get(keyOf(start, attempt - 1)) ?? [];
  if (before.length === 0) return 'of an attempt that never was';
  if (attempt > 1 + mostRetries(site, scheduleId)) return 'one too many';
  if (!before.some((one) => failedAt(site, one) !== null)) return 'of an attempt that did not fail';
  if (!before.some((one) => isAfterPause(site, one, start))) return 'before its pause was over';
  const later = newest.get(scheduleId) ?? 0;
  if (!start.isManual && later > scheduledAt && !isRelived(site, later)) {
    return `after the occurrence of ${new Date(later).toISOString().slice(11, 23)} had started`;
  }
  return null;
}

/** By true time or by the wall clock, which may have been set meanwhile. */
function isAfterPause(site: Site, before: Start, retry: Start): boolean {
  const failed = failedAt(site, before);
  const pauseMs = FIRST_PAUSE_MS * 2 ** (retry.attempt - 2);
  return failed !== null && (retry.at >= failed.at + pauseMs || retry.wallAt >= failed.wallAt + pauseMs);
}

/** The earliest time at which an attempt failed: at its timeout, or at its failed end. Null if it did not fail. */
function failedAt({ history }: Site, { at, wallAt, edit, end }: Start): Pick<Start, 'at' | 'wallAt'> | null {
  const timeoutMs = (history.versions[edit]?.fields?.timeoutSeconds ?? Infinity) * 1_000;
  if (end === null || end.at - at >= timeoutMs) {
    return timeoutMs === Infinity ? null : { at: at + timeoutMs, wallAt: wallAt + timeoutMs };
  }
  return end.hasFailed ? end : null;
}

/** A failure with attempts left must have a next attempt, or a record of why there is none. */
export function lostRetries(site: Site, rows: readonly Execution[], until: number): Violation[] {
  const byId = new Map(site.truth.starts.map((start) => [start.runId, start]));
  const recorded = new Set(rows.map((row) => keyOf(row, row.attempt)));
  return rows.flatMap((row) => {
    const start = byId.get(row.id);
    if (start === undefined || (row.status !== 'fail' && row.status !== 'timeout')) return [];
    const { maxRetries = 0 } = site.history.versions[start.edit]?.fields ?? {};
    const pauseMs = FIRST_PAUSE_MS * 2 ** (row.attempt - 1);
    const isDue = start.at + (row.durationMs ?? 0) + pauseMs <= until;
    if (row.attempt > maxRetries || !isDue || recorded.has(keyOf(row, row.attempt + 1))) return [];
    if (site.truth.hasLostJournal(start.runnerId) || site.history.mayHaveGivenUp(row.scheduleId)) return [];
    return [violation('lost retry', `${described(start)} is recorded as ${row.status}, and nothing follows`)];
  });
}

function mostRetries({ history }: Site, scheduleId: string): number {
  return Math.max(
    0,
    ...history.versions.map((one) => (one.scheduleId === scheduleId ? (one.fields?.maxRetries ?? 0) : 0)),
  );
}

function keyOf(
  { scheduleId, scheduledAt }: Pick<Start, 'scheduleId' | 'scheduledAt'>,
  attempt: number,
): string {
  return `${scheduleId} ${scheduledAt} ${attempt}`;
}
