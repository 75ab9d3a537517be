/** PostgreSQL's text has no NUL. (What UTF-8 has no bytes for, the driver replaces in the same way.) */
export function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** How JSON writes a NUL and the halves of a pair: syntax that PostgreSQL accepts, and text that it refuses. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/** The value as JSON whose texts PostgreSQL can store. Not for what is stored as JSON: that is kept as it is. */
export function cleanJson(value: unknown): string {
  const json = JSON.stringify(value);
  return ESCAPED.test(json) ? JSON.stringify(value, cleanString) : json;
}

function cleanString(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value).toWellFormed() : value;
}
