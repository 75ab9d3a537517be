const QUOTE = /(\\*)(["'`])/y;
/** `'long ' +` and a line break, as `util.inspect` prints a long text. */
const CONTINUATION = /[ \t]*\+\s*(?=\\*["'`])/y;

export interface QuotedEnd {
  /** The index after the closing quote; the end of the text if it was cut off. */
  readonly at: number;
  readonly isClosed: boolean;
}

/** Where the quoted text that begins at `start` ends, including parts joined by `+`; null if none begins there. */
export function quotedEnd(text: string, start: number): QuotedEnd | null {
  QUOTE.lastIndex = start;
  const opening = QUOTE.exec(text);
  if (opening === null) return null;
  const [whole, slashes = '', quote = ''] = opening;
  const closing = closingQuote(text, start + whole.length, quote, slashes.length);
  if (closing === -1) return { at: text.length, isClosed: false };
  CONTINUATION.lastIndex = closing + 1;
  if (!CONTINUATION.test(text)) return { at: closing + 1, isClosed: true };
  return quotedEnd(text, CONTINUATION.lastIndex);
}

/**
 * In a text that is itself quoted, quotes are preceded by backslashes: the closing one has as many as the opening one.
 */
function closingQuote(text: string, from: number, quote: string, slashes: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let before = 0;
    while (at - before > from && text.charAt(at - before - 1) === '\\') before += 1;
    if (before === slashes || (slashes === 0 && before % 2 === 0)) return at;
  }
  return -1;
}
