/**
 * Session settings independent of the server's defaults: strict mode, UTC, double-quoted names as on the other
 * databases, and `READ COMMITTED`, so that each statement sees the newest committed rows and subqueries that only read
 * take no locks. Version comments select the server, since some variables have different names on MySQL and MariaDB.
 */
const COMMON = `time_zone = '+00:00',
  sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  /*!80000 transaction_isolation = 'READ-COMMITTED', */ /*M! tx_isolation = 'READ-COMMITTED', */
  autocommit = 1`;

export interface SessionLimits {
  /** The server ends a session that is idle for this long, … */
  readonly silenceMs: number;
  /** … gives up on a statement that waits this long for a lock, … */
  readonly lockMs: number;
  /** … and on one that takes longer than this; null for no limit. (On MySQL it applies to reads only.) */
  readonly statementMs: number | null;
}

/** Sent first on every connection. */
export function sessionSetup({ silenceMs, lockMs, statementMs }: SessionLimits): string {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));
  return `SET SESSION ${COMMON}, wait_timeout = ${seconds(silenceMs)},
    innodb_lock_wait_timeout = ${seconds(lockMs)}, lock_wait_timeout = ${seconds(lockMs)}
    /*!80000 , max_execution_time = ${statementMs ?? 0} */ /*M! , max_statement_time = ${(statementMs ?? 0) / 1_000} */`;
}
