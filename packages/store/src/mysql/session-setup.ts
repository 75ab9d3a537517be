/**
 * Whatever the server's own defaults are: strict, in UTC, with double-quoted names as on the other databases, and each
 * statement with the newest committed rows (`READ COMMITTED` also keeps a reading subquery from locking). Each server
 * reads its own comments, since some variables have another name on the other.
 */
const COMMON = `time_zone = '+00:00',
  sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  /*!80000 transaction_isolation = 'READ-COMMITTED', */ /*M! tx_isolation = 'READ-COMMITTED', */
  autocommit = 1`;

export interface SessionLimits {
  /** The server ends a session that says nothing for so long. */
  readonly silenceMs: number;
  /** … gives up a statement that waits for somebody else's lock. */
  readonly lockMs: number;
  /** … and one that takes longer; null for no limit. (On MySQL this is for reading only.) */
  readonly statementMs: number | null;
}

/** Sent first on every connection. */
export function sessionSetup({ silenceMs, lockMs, statementMs }: SessionLimits): string {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));
  return `SET SESSION ${COMMON}, wait_timeout = ${seconds(silenceMs)},
    innodb_lock_wait_timeout = ${seconds(lockMs)}, lock_wait_timeout = ${seconds(lockMs)}
    /*!80000 , max_execution_time = ${statementMs ?? 0} */ /*M! , max_statement_time = ${(statementMs ?? 0) / 1_000} */`;
}
