/**
 * When a schedule is due, as three queries over instants (epoch milliseconds). Both kinds of trigger answer them
 * without a clock and without listing what lies in between.
 */
export interface Trigger {
  /** The first occurrence strictly after `after`; null if there is none. */
  next(after: number): number | null;
  /** The newest occurrence at or before `at`; null if there is none. */
  previous(at: number): number | null;
  /** The number of occurrences in (`after`, `upTo`]. */
  count(after: number, upTo: number): number;
}
