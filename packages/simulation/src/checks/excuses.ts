import { isOccurrence } from '../expander.ts';
import type { Regime } from '../history.ts';
import type { Site } from '../site.ts';

/** True if the clock was set back by more than is waited out: this instant, and what was due at it, occurs again. */
export function isRelived({ truth }: Site, at: number): boolean {
  return truth.stepsBack.some((step) => step.isFar && step.from <= at && at <= step.until);
}

/** True for an instant that the clock had reached before it was set back, by any amount. */
export function isBehind({ truth }: Site, at: number): boolean {
  return truth.stepsBack.some((step) => step.from <= at && at <= step.until);
}

/** For a rule that began while the clock was behind: everything up to the clock's earlier reading counts as decided. */
export function isHeldBack({ truth }: Site, regime: Regime, at: number): boolean {
  return truth.stepsBack.some(
    (step) => regime.beganAt >= step.at && regime.effectiveFrom <= step.until && at <= step.until,
  );
}

export function regimesOf({ history }: Site, scheduleId: string): readonly Regime[] {
  return history.regimes.filter((regime) => regime.scheduleId === scheduleId);
}

/** True if a rule of the schedule that had begun at `startedAt` (true time) yields this instant. */
export function isKnown(site: Site, scheduleId: string, at: number, startedAt: number): boolean {
  return regimesOf(site, scheduleId).some(
    (regime) =>
      regime.beganAt <= startedAt &&
      isOccurrence(regime, at) &&
      (at > regime.effectiveFrom || isRelived(site, at)),
  );
}
