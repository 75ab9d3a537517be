/** The broken rule, in the terms of the design. */
export type Rule =
  /** Two starts of one attempt of one occurrence. */
  | 'starts twice'
  /** An occurrence that no record covers. */
  | 'disappears'
  /** A start or a record for an instant that no rule yields. */
  | 'invented'
  | 'too early'
  | 'outside grace'
  | 'too many instances'
  | 'recorded twice'
  /** A run that started but has no record. */
  | 'not recorded'
  /** A record that contradicts what happened, or a missed run without a reason. */
  | 'wrong record'
  /** A lateness that does not follow from the record's instants, or a late run without a reason. */
  | 'wrong lateness'
  | 'wrong holders'
  /** A run by hand without a record. */
  | 'by hand'
  /** A retry without a failure, too early, or after a later occurrence had started. */
  | 'wrong retry'
  /** A failure with attempts left that has no next attempt. */
  | 'lost retry'
  /** A run was given up, or covers several occurrences, without a reason in the truth. */
  | 'wrong decision'
  /** A start by a runner after another one had acquired the lease. */
  | 'two holders'
  /** A write to the database although nothing had happened. */
  | 'writes idly'
  /** A start after the runner had read that the schedule is disabled or deleted. */
  | 'switched off'
  /** A start by a runner that had read that the schedule is paused then, or that all firing is stopped. */
  | 'held'
  /** A start of an occurrence that nothing yields which its runner knew of: skipped, moved, blacked out, or before a pause ended. */
  | 'unplanned'
  /** An occurrence that was paused, skipped, moved or blacked out, and is listed otherwise. */
  | 'told wrong'
  /** A counter, a ring or a roll-up that contradicts what happened. */
  | 'wrong figures'
  | 'crashed';

export interface Violation {
  readonly rule: Rule;
  readonly text: string;
}

export function violation(rule: Rule, text: string): Violation {
  return { rule, text };
}
