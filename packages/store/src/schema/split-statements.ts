/**
 * Splits a migration into statements. A statement ends with a semicolon before an empty line or the end: a trigger's
 * body contains semicolons but no empty line. Comments before a statement stay with it.
 */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;[ \t]*\n[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) =>
      statement.split('\n').some((line) => line.trim() !== '' && !line.startsWith('--')),
    );
}
