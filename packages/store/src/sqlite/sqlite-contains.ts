import { raw, sql, type Sql } from '../sql/sql.ts';
import { caselessGlob } from '../executions/caseless-pattern.ts';

/**
 * Whether the text is in the column, literally and whatever the case of its letters. SQLite's own `lower`
 * knows A to Z. To GLOB a NUL ends the pattern.
 */
export function sqliteContains(column: string, search: string): Sql {
  return /^\p{ASCII}*$/u.test(search)
    ? sql`instr(lower(${raw(column)}), ${search.toLowerCase()}) > 0`
    : sql`${raw(column)} GLOB ${caselessGlob(search.replaceAll('\0', '\uFFFD'))}`;
}
