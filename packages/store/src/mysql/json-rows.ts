import { cleanJson } from '../server/clean-text.ts';

/** Well below what any server takes in one packet, with every letter escaped. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Rows as JSON arrays for JSON_TABLE, mostly one. A field that is null is left out: what JSON's null becomes in a column
 * differs between servers, what is not there does not.
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

/** `JSON_TABLE(?, …)` of such rows, with one parameter: columns and their types, alike in name and path. */
export function jsonTable(columns: Readonly<Record<string, string>>): string {
  const paths = Object.entries(columns).map(([name, type]) => `"${name}" ${type} PATH '$.${name}'`);
  return `JSON_TABLE(?, '$[*]' COLUMNS (${paths.join(', ')})) AS "incoming"`;
}
