/**
 * `GET /api/schedules/:id/receipt`: whether the last save of a schedule has reached the runner that fires. A runner whose
 * schedules are of another history of the database (a backup was restored, another one is in its place) has applied nothing.
 */
export interface Receipt {
  /** Of the row: every save raises it. */
  readonly revision: number;
  /** Null when SQL by hand left no instant there. */
  readonly savedAt: string | null;
  /** When the runner applied it; null: not yet, as far as it has reported. */
  readonly appliedAt: string | null;
  /** From the one to the other; never negative, though two clocks may have told them. */
  readonly appliedAfterMs: number | null;
  /** False: later changes came with it, and it may have been applied before `appliedAt`. */
  readonly isExact: boolean;
  /**
   * Whose report this is: of a runner that `fires`, else of one that `stands-by`, else of the one that was seen last (`gone`).
   * `none`: no runner has ever reported.
   */
  readonly holder: 'fires' | 'stands-by' | 'gone' | 'none';
  readonly runnerId: string | null;
  readonly hostname: string | null;
  /** Its last heartbeat. */
  readonly holderSeenAt: string | null;
  /** When it last read the schedules and found something new. */
  readonly holderReadAt: string | null;
  /**
   * A save reaches this runner within so long: a second, but on MySQL from another machine as often as it looks (`--sync-every`;
   * 5 s under `--lock`). Null for a runner that does not fire.
   */
  readonly noticedWithinMs: number | null;
  /** Null when disabled, damaged, or never due again. */
  readonly nextRunAt: string | null;
  readonly timezone: string;
  readonly enabled: boolean;
  /** Whether a living runner has the job registered; null when no runner is alive to say so. */
  readonly registered: boolean | null;
}
