/** A schedule's row. Instants are epoch milliseconds. */
export interface ScheduleRow {
  readonly id: string;
  readonly jobKey: string;
  readonly intervalMs: number;
  readonly anchorAt: number;
  readonly effectiveFrom: number;
  readonly maxRetries: number;
}

export interface ExecutionRow {
  readonly id: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly status: string;
  readonly reason: string | null;
  readonly scheduledAt: number;
  readonly runTime: number;
  readonly attempt: number;
  readonly origin: string;
  readonly coalescedCount: number;
  readonly pid: number;
}

export type ServerKind = 'postgres' | 'mysql';
export type DatabaseKind = 'sqlite' | ServerKind;

/** A sandbox's own database, read here with the driver and without any of ZenPulse's code. */
export interface Database {
  readonly kind: DatabaseKind;
  /** The database URL for the runner of that name. */
  urlFor(runner: string): string;
  schedules(): Promise<readonly ScheduleRow[]>;
  executions(): Promise<readonly ExecutionRow[]>;
  /** Ends all active faults. */
  heal(): Promise<void>;
  /** Closes the connections, and deletes the database unless it is kept. */
  close(isKept: boolean): Promise<void>;
}
