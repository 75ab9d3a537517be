/** What must never be. */
type FindingKind =
  /** Two starts of one attempt of one occurrence. */
  | 'twice'
  /** A start that no row tells of. */
  | 'lost row'
  /** A row that contradicts the job's own lines. */
  | 'wrong outcome'
  /** A row of an instant that the schedule does not have. */
  | 'no occurrence'
  /** An occurrence that no row stands for. */
  | 'unaccounted'
  /** An occurrence that two rows stand for. */
  | 'counted twice'
  /** A failure with attempts left and no next attempt. */
  | 'lost retry';

export interface Finding {
  readonly kind: FindingKind;
  readonly jobKey: string;
  readonly scheduledAt: number;
  readonly text: string;
}
