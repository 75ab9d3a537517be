/**
 * The statements of a migration. One ends with a semicolon before an empty line, or the end: a trigger's body has
 * semicolons of its own, and no empty line. Comments before a statement stay with it.
 */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;[ \t]*\n[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) =>
      statement.split('\n').some((line) => line.trim() !== '' && !line.startsWith('--')),
    );
}
