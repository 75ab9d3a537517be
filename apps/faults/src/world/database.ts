/** A schedule as its row says. Instants are epoch milliseconds. */
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

/** A database of a sandbox's own, read here with its driver and without any of ZenPulse's code. */
export interface Database {
  readonly kind: DatabaseKind;
  /** What the runner of that name is told. */
  urlFor(runner: string): string;
  schedules(): Promise<readonly ScheduleRow[]>;
  executions(): Promise<readonly ExecutionRow[]>;
  /** Ends every fault that is still on. */
  heal(): Promise<void>;
  /** Closes the connections, and deletes it unless it is kept. */
  close(isKept: boolean): Promise<void>;
}
