/**
 * `GET /api/schedules/:id/receipt`: whether the last save of a schedule has reached the runner that fires. A runner
 * that read its schedules from another history of the database (before a backup was restored, or from another database)
 * has not applied it.
 */
export interface Receipt {
  /** The row's revision; every save raises it. */
  readonly revision: number;
  /** Null if the row was written by hand in SQL without an instant. */
  readonly savedAt: string | null;
  /** When the runner applied the save; null while no report shows that it did. */
  readonly appliedAt: string | null;
  /** From `savedAt` to `appliedAt`. The two may come from different clocks; a negative difference is shown as 0. */
  readonly appliedAfterMs: number | null;
  /** False if later changes were applied together with it: then it may have been applied before `appliedAt`. */
  readonly isExact: boolean;
  /**
   * Which runner this is about: one that `fires`, else one that `stands-by`, else the one that was seen last (`gone`).
   * `none`: no runner has ever reported.
   */
  readonly holder: 'fires' | 'stands-by' | 'gone' | 'none';
  readonly runnerId: string | null;
  readonly hostname: string | null;
  /** Its last heartbeat. */
  readonly holderSeenAt: string | null;
  /** When it last read changed schedules. */
  readonly holderReadAt: string | null;
  /**
   * How long a save takes at most to reach this runner: a second; on MySQL from another machine its polling interval
   * (`--sync-every`; 5 s under `--lock`). Null for a runner that does not fire.
   */
  readonly noticedWithinMs: number | null;
  /** Null if disabled, damaged, or never due again. */
  readonly nextRunAt: string | null;
  readonly timezone: string;
  readonly enabled: boolean;
  /** Whether a living runner has the job registered; null if no runner is alive. */
  readonly registered: boolean | null;
}
