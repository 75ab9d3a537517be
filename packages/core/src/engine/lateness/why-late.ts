import type { LateReason } from '../../domain/index.ts';
import type { ActivePeriod } from '../tenure/active-period.ts';
import type { LostTime } from './lost-time.ts';

/** A late decision. Instants are epoch milliseconds. */
export interface LateOccurrence {
  readonly at: number;
  readonly now: number;
  /** When this runner first knew the schedule in its present form. */
  readonly knownAt: number;
  /** True if so much is due at once that it is decided over several turns. */
  readonly isBacklog: boolean;
}

export interface WhyLateDeps {
  readonly period: Pick<ActivePeriod, 'resumedAt' | 'whyNotBefore'>;
  readonly lost: Pick<LostTime, 'mostOf'>;
}

/** Why an occurrence was not decided when it fell due. */
export function createWhyLate({ period, lost }: WhyLateDeps) {
  return ({ at, now, knownAt, isBacklog }: LateOccurrence): LateReason => {
    const whyNotBefore = at <= period.resumedAt ? period.whyNotBefore(at) : null;
    if (whyNotBefore !== null && whyNotBefore !== 'lease') return whyNotBefore;
    const known = lost.mostOf(now - at) ?? whyNotBefore; // the reason for losing the lease is more specific than the loss
    return known ?? (at <= knownAt ? 'late-sync' : isBacklog ? 'queue' : 'unknown');
  };
}
