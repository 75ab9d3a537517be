import { raw, sql, type Sql } from '../sql/sql.ts';
import { caselessGlob } from '../executions/caseless-pattern.ts';

/**
 * Matches a column that contains the text, literally and ignoring case. Done with GLOB, since SQLite's `lower` only
 * handles A to Z; for GLOB a NUL ends the pattern.
 */
export function sqliteContains(column: string, search: string): Sql {
  return /^\p{ASCII}*$/u.test(search)
    ? sql`instr(lower(${raw(column)}), ${search.toLowerCase()}) > 0`
    : sql`${raw(column)} GLOB ${caselessGlob(search.replaceAll('\0', '\uFFFD'))}`;
}
