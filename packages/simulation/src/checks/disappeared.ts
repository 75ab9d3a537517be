import { occurrencesOf } from '../expander.ts';
import type { Regime } from '../history.ts';
import type { Site } from '../site.ts';
import type { Covered } from './coverage.ts';
import { isHeldBack, isRelived } from './excuses.ts';
import { violation, type Violation } from './violation.ts';

/** From acquiring the lease to the first look at what is due. */
const SETTLING_MS = 2_000;

/**
 * Some record must cover every occurrence up to `horizon` of a rule in effect, and every one that a runner reported as
 * decided while its rule was in effect.
 */
export function disappeared(site: Site, covered: Covered, horizon: number): Violation[] {
  const begin = beginOf(site);
  return site.history.regimes.flatMap((regime) => {
    const until = regime.endedAt === null ? horizon : committedBefore(site, regime);
    const after = Math.max(begin, decidedByOldRule(site, regime));
    const lost = occurrencesOf(regime, until).filter(
      (at) =>
        at > after &&
        covered.get(regime.scheduleId)?.has(at) !== true &&
        !isRelived(site, at) &&
        !isHeldBack(site, regime, at),
    );
    const [first] = lost;
    if (first === undefined) return [];
    const when = new Date(first).toISOString().slice(11, 23);
    return [violation('disappears', `${regime.scheduleId} ${when}, and ${lost.length - 1} more of its rule`)];
  });
}

/** Nothing is caught up from before the lease was first held and P first reported. */
export function beginOf({ truth }: Site): number {
  return Math.max(
    0,
    ...truth.acquisitions
      .filter(({ tenure }) => tenure.processedUntil === null)
      .map(({ wallAt }) => wallAt + SETTLING_MS),
  );
}

/**
 * Nothing is decided at or before the last decided instant: a runner that had not yet read the edit may have decided by
 * the old rule after the new one began.
 */
function decidedByOldRule({ truth }: Site, { scheduleId, edit, revision, effectiveFrom }: Regime): number {
  let until = 0;
  for (const { process, scheduleId: id, edit: by, wallAt } of truth.decisions) {
    if (id !== scheduleId || by >= edit || wallAt < effectiveFrom - SETTLING_MS) continue;
    const told = truth.told.get(process)?.find((one) => one.revision >= revision);
    until = Math.max(until, Math.min(wallAt, told?.wallAt ?? Infinity));
  }
  return until;
}

/** The highest P reported while the rule was in effect. */
function committedBefore({ truth }: Site, { beganAt, endedAt }: Regime): number {
  let until = 0;
  for (const { at, processedUntil } of truth.commitments) {
    if (at >= beganAt && (endedAt === null || at < endedAt)) until = Math.max(until, processedUntil);
  }
  return until;
}
