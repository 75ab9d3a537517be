import { cleanJson } from '../server/clean-text.ts';

/** Well below the packet limit of any server, even with every character escaped. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Rows as JSON arrays for JSON_TABLE, usually one array. Null fields are left out: servers convert a JSON null
 * differently, but a missing value in the same way.
 */
export function jsonRows(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  const batches: string[][] = [];
  let left = 0;
  for (const row of rows) {
    const json = cleanJson(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
    left -= json.length;
    if (left < 0) {
      batches.push([]);
      left = MAX_CHARACTERS - json.length;
    }
    batches.at(-1)?.push(json);
  }
  return batches.map((batch) => `[${batch.join()}]`);
}

/** `JSON_TABLE(?, …)` over such rows, with one parameter: columns and their types; names and paths are the same. */
export function jsonTable(columns: Readonly<Record<string, string>>): string {
  const paths = Object.entries(columns).map(([name, type]) => `"${name}" ${type} PATH '$.${name}'`);
  return `JSON_TABLE(?, '$[*]' COLUMNS (${paths.join(', ')})) AS "incoming"`;
}
