import { closedAt, type ClosedTimes } from './closed-times.ts';
import type { ClosedWeeks } from './closed-weeks.ts';
import type { Trigger } from './trigger.ts';

/** What differs from the rule. */
export interface TriggerChanges {
  readonly closed: ClosedTimes;
  /** What is known of closed times that repeat each week: long closed times are then crossed at once. */
  readonly weeks?: Pick<ClosedWeeks, 'openFrom' | 'openUntil'> | null;
  /** Single occurrences of the rule that do not count. */
  readonly skipped: readonly number[];
  /** Single instants that count although the rule does not yield them. */
  readonly added: readonly number[];
}

/** How many closed stretches one question may cross; a rule that lies within them altogether is never due. */
const MOST_CROSSED = 10_000;
/** After so many it asks whether all weeks are closed. */
const FEW_CROSSED = 4;

/**
 * A trigger whose occurrences are those of a rule, without the skipped ones and those in closed times, and with the added
 * ones. An instant that is both of the rule and added counts once, and closed times hold for added ones too.
 */
export function changedTrigger(rule: Trigger, { closed, weeks = null, ...changes }: TriggerChanges): Trigger {
  const isOfRule = (at: number) => rule.previous(at) === at;
  const isOpen = (at: number) => closedAt(closed, at) === null;
  const skipped = new Set(changes.skipped.filter(isOfRule));
  const added = [...new Set(changes.added)]
    .filter((at) => isOpen(at) && (skipped.has(at) || !isOfRule(at)))
    .toSorted((a, b) => a - b);
  const left = [...skipped].filter(isOpen);

  const nextOfRule = (after: number): number | null => {
    let at = rule.next(after);
    for (let crossed = 0; at !== null && crossed < MOST_CROSSED; crossed++) {
      const stretch = closedAt(closed, at);
      if (stretch === null && !skipped.has(at)) return at;
      const known = crossed < FEW_CROSSED || weeks === null ? at : weeks.openFrom(at);
      const from = Math.max(stretch?.until ?? at + 1, known);
      at = from === Infinity ? null : rule.next(from - 1);
    }
    return null;
  };

  const previousOfRule = (last: number): number | null => {
    let at = rule.previous(last);
    for (let crossed = 0; at !== null && crossed < MOST_CROSSED; crossed++) {
      const stretch = closedAt(closed, at);
      if (stretch === null && !skipped.has(at)) return at;
      const known = crossed < FEW_CROSSED || weeks === null ? at : weeks.openUntil(at);
      const upTo = Math.min((stretch?.from ?? at) - 1, known);
      at = upTo === -Infinity ? null : rule.previous(upTo);
    }
    return null;
  };

  return {
    next: (after) => least(nextOfRule(after), added.find((at) => at > after) ?? null),
    previous: (upTo) => most(previousOfRule(upTo), added.findLast((at) => at <= upTo) ?? null),
    count: (after, upTo) => {
      if (upTo <= after) return 0;
      const isWithin = (at: number) => at > after && at <= upTo;
      const lost = closedCount(rule, closed, after, upTo) + left.filter(isWithin).length;
      return rule.count(after, upTo) - lost + added.filter(isWithin).length;
    },
  };
}

/** The number of the rule's occurrences in (`after`, `upTo`] that lie in closed times. */
function closedCount(rule: Trigger, closed: ClosedTimes, after: number, upTo: number): number {
  let count = 0;
  let begin = after;
  for (;;) {
    const stretch = closed.next(begin + 1);
    if (stretch === null || stretch.from > upTo) return count;
    const end = Math.min(stretch.until - 1, upTo);
    count += rule.count(Math.max(stretch.from - 1, begin), end);
    if (end >= upTo) return count;
    begin = end;
  }
}

function least(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function most(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
