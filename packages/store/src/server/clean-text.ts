/** Removes NUL, which PostgreSQL's text cannot hold. (Lone surrogates are replaced by the driver.) */
export function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** NUL and lone surrogates in JSON's notation: valid syntax for PostgreSQL, but texts that it rejects. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/**
 * The value as JSON with only texts that PostgreSQL can store. Not for columns that hold JSON: those are stored
 * unchanged.
 */
export function cleanJson(value: unknown): string {
  const json = JSON.stringify(value);
  return ESCAPED.test(json) ? JSON.stringify(value, cleanString) : json;
}

function cleanString(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value).toWellFormed() : value;
}
