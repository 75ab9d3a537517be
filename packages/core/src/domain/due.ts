import type { Trigger } from './trigger.ts';

/** The longest chain: the newest occurrences are kept, older ones are dropped and counted. */
export const CHAIN_LIMIT = 100;

export interface DueRules {
  readonly coalesce: boolean;
  /** Seconds a start may be late; null: no limit. */
  readonly misfireGraceTime: number | null;
}

/** The decision about the due, undecided occurrences of one schedule. */
export type DueDecision =
  | { readonly kind: 'nothing' }
  /** One start for `at`, which covers `count` occurrences. */
  | { readonly kind: 'run'; readonly at: number; readonly count: number }
  /** Too late: one record for all `count`, of which `at` is the newest. */
  | { readonly kind: 'missed'; readonly at: number; readonly count: number }
  /** Several starts in order, in one instance slot; `dropped` older ones exceed the chain's limit. */
  | {
      readonly kind: 'chain';
      readonly instants: readonly number[];
      readonly dropped: { readonly at: number; readonly count: number } | null;
    };

/**
 * Decides the occurrences in (`decidedUntil`, `now`]. With `coalesce` the newest covers all of them; without it they
 * run one after the other, each tested against the grace at its own start.
 */
export function decideDue(trigger: Trigger, rules: DueRules, decidedUntil: number, now: number): DueDecision {
  const newest = trigger.previous(now);
  if (newest === null || newest <= decidedUntil) return { kind: 'nothing' };
  const before = trigger.previous(newest - 1);
  const isSingle = before === null || before <= decidedUntil;
  const count = isSingle ? 1 : trigger.count(decidedUntil, newest);
  if (isSingle || rules.coalesce) return decideOne(rules, newest, now, count);
  return chain(trigger, decidedUntil, newest, count);
}

/** Decides one due occurrence, or `count` of them together, of which `at` is the newest. */
export function decideOne(
  { misfireGraceTime }: Pick<DueRules, 'misfireGraceTime'>,
  at: number,
  now: number,
  count = 1,
): DueDecision & { readonly kind: 'run' | 'missed' } {
  return { kind: isTooLate(at, now, misfireGraceTime) ? 'missed' : 'run', at, count };
}

/** True if a start at `now` exceeds the schedule's grace time. */
export function isTooLate(scheduledAt: number, now: number, misfireGraceTime: number | null): boolean {
  return misfireGraceTime !== null && now - scheduledAt > misfireGraceTime * 1000;
}

function chain(trigger: Trigger, decidedUntil: number, newest: number, count: number): DueDecision {
  const instants: number[] = [];
  let at: number | null = newest;
  while (at !== null && at > decidedUntil && instants.length < CHAIN_LIMIT) {
    instants.push(at);
    at = trigger.previous(at - 1);
  }
  const droppedCount = count - instants.length;
  return {
    kind: 'chain',
    instants: instants.reverse(),
    dropped: droppedCount > 0 && at !== null ? { at, count: droppedCount } : null,
  };
}
