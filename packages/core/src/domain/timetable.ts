import { blackoutTimes, weeklyTimes } from './blackout-window.ts';
import { changedTrigger } from './changed-trigger.ts';
import { closedInAny, closedStretches, type ClosedTimes } from './closed-times.ts';
import { ClosedWeeks } from './closed-weeks.ts';
import { pausesOf } from './expected-occurrences.ts';
import type { PauseFields } from './pause.ts';
import type { ExceptionEntry } from './schedule-exceptions.ts';
import type { InForce, Schedule } from './schedule.ts';
import { ruleOf, type RuleFields } from './trigger-fields.ts';
import type { Trigger } from './trigger.ts';

type DueFields = RuleFields & Partial<PauseFields & Pick<Schedule, 'exceptions'>> & InForce;

/**
 * When a schedule whose fields are valid is due: by its rule, not before the end of a pause, and with its exceptions. What
 * was due before a pause and had not started is given up too, as when a schedule is disabled; a pause that is over keeps
 * its end in the row, so that a runner which was down across the end finds the same.
 */
export function triggerOf(fields: DueFields): Trigger {
  const rule = ruleOf(fields);
  const { pausedUntil = null, exceptions = null, blackoutWindows = [] } = fields;
  if (pausedUntil === null && exceptions === null && blackoutWindows.length === 0) return rule;
  const paused = pausedUntil === null ? [] : [{ from: -Infinity, until: Date.parse(pausedUntil) }];
  const closed = closedInAny([closedStretches(paused), blackoutTimes(blackoutWindows)]);
  const weeks = closedWeeksOf(fields, closed);
  return changedTrigger(rule, { closed, weeks, ...exceptionsIn(exceptions ?? [], rule) });
}

type PastFields = RuleFields &
  Pick<Schedule, 'pausedFrom' | 'pausedUntil' | 'createdAt'> &
  Partial<Pick<Schedule, 'exceptions'>> &
  InForce;

/** What a schedule's occurrences were: as they are due, but closed only while it was paused. */
export function pastTriggerOf(fields: PastFields): Trigger {
  const rule = ruleOf(fields);
  const closed = closedInAny([
    closedStretches(pausesOf(fields)),
    blackoutTimes(fields.blackoutWindows ?? []),
  ]);
  const weeks = closedWeeksOf(fields, closed);
  return changedTrigger(rule, { closed, weeks, ...exceptionsIn(fields.exceptions ?? [], rule) });
}

function closedWeeksOf(fields: RuleFields & InForce, closed: ClosedTimes): ClosedWeeks | null {
  const weekly = weeklyTimes(fields.blackoutWindows ?? []);
  return weekly === null ? null : new ClosedWeeks(fields, closed, weekly);
}

/** What the list of occurrences shows: the rule's occurrences, skipped ones too, and the added ones. */
export function listedTriggerOf(fields: RuleFields & Partial<Pick<Schedule, 'exceptions'>>): Trigger {
  const rule = ruleOf(fields);
  const { exceptions = null } = fields;
  if (exceptions === null) return rule;
  const { added } = exceptionsIn(exceptions, rule);
  return changedTrigger(rule, { closed: closedStretches([]), skipped: [], added });
}

/** A move counts only while the rule yields what was moved: another rule voids it. */
function exceptionsIn(entries: readonly ExceptionEntry[], rule: Trigger) {
  const skipped: number[] = [];
  const added: number[] = [];
  for (const entry of entries) {
    const at = Date.parse(entry.at);
    if (entry.kind === 'run') added.push(at);
    if (entry.kind !== 'skip' && entry.kind !== 'move') continue;
    skipped.push(at);
    if (entry.kind === 'move' && rule.previous(at) === at) added.push(Date.parse(entry.to));
  }
  return { skipped, added };
}
