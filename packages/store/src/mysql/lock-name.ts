/** The database's name for lock names, in lower case where the server ignores the case of database names. */
export const OWN_NAME = 'IF(@@lower_case_table_names = 0, DATABASE(), LOWER(DATABASE()))';

/**
 * The name of a lock for this database, as an expression: GET_LOCK's names are global to the server, and limited to 64
 * characters.
 */
export function lockName(purpose: string): string {
  return `CONCAT('zenpulse_${purpose}_', LEFT(SHA2(${OWN_NAME}, 256), 32))`;
}
