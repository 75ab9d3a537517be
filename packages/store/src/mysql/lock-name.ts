/**
 * The name of a lock of this database's own, as an expression: GET_LOCK's names belong to the whole server, and have 64
 * letters at most. Where the server takes 'App' and 'app' for one database, so does the name.
 */
export function lockName(purpose: string): string {
  return `CONCAT('zenpulse_${purpose}_', LEFT(SHA2(IF(@@lower_case_table_names = 0, DATABASE(), LOWER(DATABASE())), 256), 32))`;
}
