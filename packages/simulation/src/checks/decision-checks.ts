import type { Execution } from '@zenpulse/core/domain';
import { occurrencesOf } from '../expander.ts';
import type { Site } from '../site.ts';
import type { GivenUp } from '../truth.ts';
import { isBehind, isRelived, regimesOf } from './excuses.ts';
import { isForWantOfSlot } from './slot-checks.ts';
import { violation, type Violation } from './violation.ts';

/** A run by hand is requested on another clock. */
const SKEW_MS = 1_000;

/** Whenever a run is given up (until a true time), or covers several occurrences, the truth must contain a reason. */
export function checkDecisions(site: Site, rows: readonly Execution[], until: number): Violation[] {
  const { givenUp } = site.truth;
  const waited = [...givenUp.filter(hasWaited), ...leftByTheDead(givenUp, rows)];
  return [
    ...givenUp.flatMap((one) => {
      const wrong = one.at > until ? null : wrongReason(site, one, waited);
      return wrong === null ? [] : [violation('wrong decision', `${told(one)}: ${wrong}`)];
    }),
    ...wrongCounts(site, rows),
  ];
}

/** A run that waited and was given up. */
type Waited = Pick<GivenUp, 'runId' | 'scheduleId' | 'scheduledAt' | 'wallAt'>;

/**
 * A run that found no slot has not waited, unless it waited in another process before. A retry waits without a slot.
 */
function hasWaited({ attempt, reason, runId, process }: GivenUp): boolean {
  return attempt === 1 && (!isForWantOfSlot(reason) || !runId.startsWith(`${process.name}-run-`));
}

/** Runs given up by the runner that adopted them. */
function leftByTheDead(givenUp: readonly GivenUp[], rows: readonly Execution[]): Waited[] {
  const known = new Set(givenUp.map(({ runId }) => runId));
  return rows
    .filter(({ id, origin, durationMs }) => origin !== 'retry' && durationMs === null && !known.has(id))
    .map(({ id, runTime, ...row }) => ({ ...row, runId: id, wallAt: runTime }));
}

/** Null if the reason is valid. */
function wrongReason(site: Site, one: GivenUp, waited: readonly Waited[]): string | null {
  const { reason } = one;
  if (isForWantOfSlot(reason)) return slotsTaken(site, one, waited);
  if (reason === 'grace' || reason === 'down') return isLate(site, one) ? null : 'it was not too late';
  if (reason === 'superseded') return hasLaterOccurrence(site, one) ? null : 'nothing came after it';
  return null;
}

function isLate({ history }: Site, { edit, dueAt, wallAt }: GivenUp): boolean {
  const grace = history.versions[edit]?.fields?.misfireGraceTime ?? Infinity;
  return wallAt - dueAt > grace * 1_000;
}

/**
 * True if a later occurrence exists, or if the rule has changed since: then a runner that recovers a retry cannot know
 * what the old rule yielded.
 */
function hasLaterOccurrence(site: Site, { scheduleId, scheduledAt, wallAt }: GivenUp): boolean {
  if (isBehind(site, scheduledAt) || isBehind(site, wallAt)) return true;
  return regimesOf(site, scheduleId).some(
    (regime) =>
      (regime.effectiveFrom > scheduledAt && regime.effectiveFrom <= wallAt + SKEW_MS) ||
      occurrencesOf(regime, wallAt).some((at) => at > scheduledAt),
  );
}

/**
 * Slots are taken by running and by waiting runs, but not by waiting retries. An occurrence due by then that started or
 * ended later was waiting.
 */
function slotsTaken(site: Site, one: GivenUp, waited: readonly Waited[]): string | null {
  const { truth, history } = site;
  const { scheduleId, runId, at, wallAt, process, edit } = one;
  if (truth.hasLostJournal(process.name) || isBehind(site, wallAt)) return null;
  const allowed = history.versions[edit]?.fields?.maxInstances ?? 0;
  let taken = 0;
  for (const start of truth.starts) {
    if (start.scheduleId !== scheduleId || start.runId === runId) continue;
    const isRunning =
      start.process === process && start.at <= at && (start.end === null || start.end.at >= at);
    const wasWaiting =
      start.at >= at && start.scheduledAt <= wallAt + SKEW_MS && (start.attempt === 1 || start.at === at);
    if (isRunning || wasWaiting) taken += 1;
  }
  for (const other of waited) {
    if (other.scheduleId !== scheduleId || other.runId === runId) continue;
    if (other.scheduledAt <= wallAt + SKEW_MS && other.wallAt >= wallAt) taken += 1;
  }
  return taken >= allowed ? null : `${taken} of ${allowed} slots were taken`;
}

/** A record with a count covers occurrences of one rule, the newest at its own instant. */
function wrongCounts(site: Site, rows: readonly Execution[]): Violation[] {
  return rows.flatMap((row) => {
    const { id, origin, scheduleId, scheduledAt, coalescedCount } = row;
    if (origin === 'manual' || coalescedCount === 1 || isRelived(site, scheduledAt)) return [];
    const most = Math.max(
      0,
      ...regimesOf(site, scheduleId).map((regime) => {
        const all = occurrencesOf(regime, scheduledAt);
        return all.at(-1) === scheduledAt ? all.length : 0;
      }),
    );
    if (coalescedCount <= most) return [];
    return [violation('wrong decision', `${id} stands for ${coalescedCount}, and there were ${most}`)];
  });
}

function told({ runId, scheduleId, scheduledAt, attempt, status, reason, wallAt }: GivenUp): string {
  const time = (at: number) => new Date(at).toISOString().slice(11, 23);
  return `${runId}: ${scheduleId} ${time(scheduledAt)} attempt ${attempt}: ${status}/${reason} at ${time(wallAt)}`;
}
