/** This database's own part of a name; where the server takes 'App' and 'app' for one database, so does the name. */
export const OWN_NAME = 'IF(@@lower_case_table_names = 0, DATABASE(), LOWER(DATABASE()))';

/**
 * The name of a lock of this database's own, as an expression: GET_LOCK's names belong to the whole server, and have 64
 * letters at most.
 */
export function lockName(purpose: string): string {
  return `CONCAT('zenpulse_${purpose}_', LEFT(SHA2(${OWN_NAME}, 256), 32))`;
}
