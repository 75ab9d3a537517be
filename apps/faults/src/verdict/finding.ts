/** The violations that must never occur. */
type FindingKind =
  /** Two starts of one attempt of one occurrence. */
  | 'twice'
  /** A start without a row. */
  | 'lost row'
  /** A row that contradicts the job's own lines. */
  | 'wrong outcome'
  /** A row for an instant that the schedule does not yield. */
  | 'no occurrence'
  /** An occurrence that no row covers. */
  | 'unaccounted'
  /** An occurrence that two rows cover. */
  | 'counted twice'
  /** A failure with attempts left but no next attempt. */
  | 'lost retry';

export interface Finding {
  readonly kind: FindingKind;
  readonly jobKey: string;
  readonly scheduledAt: number;
  readonly text: string;
}
