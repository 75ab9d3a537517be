/** What was broken, in the words of the design. */
export type Rule =
  /** Of one schedule, one occurrence and one attempt. */
  | 'starts twice'
  /** An occurrence of which no record speaks. */
  | 'disappears'
  /** A start or a record of an instant that no rule yields. */
  | 'invented'
  | 'too early'
  | 'outside grace'
  | 'too many instances'
  | 'recorded twice'
  /** A run that started and has no record. */
  | 'not recorded'
  /** A record that says something else than what happened, or a miss without a reason. */
  | 'wrong record'
  /** How late it was does not follow from its own instants, or a late one has no reason. */
  | 'wrong lateness'
  | 'wrong holders'
  /** A run that was asked for and has no record. */
  | 'by hand'
  /** A retry that nothing called for, too early, or after a later occurrence had started. */
  | 'wrong retry'
  /** A failure with attempts left, after which nothing comes. */
  | 'lost retry'
  /** A run was given up, or stands for several, and the truth knows no reason. */
  | 'wrong decision'
  /** A start by a runner after another one had got the lease. */
  | 'two holders'
  /** A write to the database by somebody who has nothing to say. */
  | 'writes idly'
  /** A start after the runner had been told that the schedule is off, or gone. */
  | 'switched off'
  | 'crashed';

export interface Violation {
  readonly rule: Rule;
  readonly text: string;
}

export function violation(rule: Rule, text: string): Violation {
  return { rule, text };
}
