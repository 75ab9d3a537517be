/**
 * When a schedule is due, as three questions over instants (epoch milliseconds).
 * Both kinds of trigger answer them without a clock and without listing what lies between.
 */
export interface Trigger {
  /** The first occurrence strictly after `after`; null when there is none. */
  next(after: number): number | null;
  /** The newest occurrence at or before `at`; null when there is none. */
  previous(at: number): number | null;
  /** How many occurrences lie in (`after`, `upTo`]. */
  count(after: number, upTo: number): number;
}
