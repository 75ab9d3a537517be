import { quotedEnd } from './quoted-value.ts';
import { isCountable, type Secrecy } from './secret-names.ts';

export interface SecretValue {
  readonly start: number;
  readonly end: number;
}

/** `password:` with its value on the next line, as `util.inspect` breaks long ones. */
const QUOTED_BELOW = /[ \t]*\r?\n[ \t]+(?=\\*["'`])/y;
/** `password: |` and indented lines (YAML). */
const BLOCK_BELOW = /[ \t]*[|>][+-]?[ \t]*\r?\n(?:[ \t]+[^\n]*(?:\r?\n|$))+/y;
const BLANKS = /[ \t]*/y;
const LITERAL = /^(?:undefined|null|true|false|none|nil|NaN|\[redacted\]|\(?empty\)?)$/i;
/** A sentence about the field, such as "must be long". */
const SENTENCE = /^[a-z]+(?: [a-z]+)+[.!?]?$/;
/** The beginning of the next name, where a value ends. */
const NEXT_NAME = /[\s,;&]+[\\"'`]*[\p{L}_$][\p{L}\p{N}_.$-]{0,100}[\\"'`]*[ \t]{0,4}(?:=>|:=|[:=])/uy;
const AFTER_CLOSING = /[\s,;)\]}"'`\\]|$/y;
const CLOSER: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * Where the secret value after the separator that ends at `after` ends; null if it is not secret: empty, a literal such
 * as `undefined`, a count, or a lower-case sentence at the end of the text.
 */
export function secretValueEnd(
  text: string,
  after: number,
  name: string,
  secrecy: Secrecy,
): SecretValue | null {
  const block = matchEnd(BLOCK_BELOW, text, after);
  if (block !== null) return { start: matchEnd(BLANKS, text, after) ?? after, end: block };
  const start = matchEnd(QUOTED_BELOW, text, after) ?? matchEnd(BLANKS, text, after) ?? after;
  const quoted = quotedEnd(text, start);
  if (quoted !== null) {
    const [quote = ''] = /^\\*./.exec(text.slice(start, start + 8)) ?? [];
    const end = quoted.isClosed ? quoted.at - quote.length : quoted.at;
    const inner = start + quote.length;
    return end <= inner ? null : { start: inner, end };
  }
  const end = secrecy === 'line' ? lineEnd(text, start) : plainEnd(text, start);
  return isHarmless(text, start, end, name) ? null : { start, end };
}

function isHarmless(text: string, start: number, end: number, name: string): boolean {
  const value = text.slice(start, end).trim();
  if (value === '' || LITERAL.test(value)) return true;
  if (isCountable(name) && /^\d+(?:\.\d+)?$/.test(value)) return true;
  return SENTENCE.test(value) && /^\s*(?:$|\n {4}at )/.test(text.slice(end, end + 12));
}

/** An unquoted value ends with its line, before the next name, or with the bracket around it. */
function plainEnd(text: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (open.length > 0) {
      if (char === open.at(-1)) open.pop();
      else if (CLOSER[char] !== undefined) open.push(CLOSER[char]);
      else if (char === '"' || char === "'" || char === '`') at = (quotedEnd(text, at)?.at ?? at + 1) - 1;
      if (open.length === 0) continue;
    } else if (CLOSER[char] !== undefined) open.push(CLOSER[char]);
    else if (isPlainEnd(text, at, char)) return at;
  }
  return text.length;
}

function isPlainEnd(text: string, at: number, char: string): boolean {
  if (char === '\n' || char === '\r') return true;
  if (')]}"\'`'.includes(char)) return isAt(AFTER_CLOSING, text, at + 1);
  if (char === '\\') return /^\\+["'`](?:[\s,;)\]}"'`\\]|$)/.test(text.slice(at, at + 8));
  if (char === ';' && at + 1 >= text.length) return true;
  return /[\s,;&]/.test(char) && isAt(NEXT_NAME, text, at);
}

function lineEnd(text: string, start: number): number {
  const end = text.slice(start).search(/[\r\n]/);
  return end === -1 ? text.length : start + end;
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  return isAt(pattern, text, at) ? pattern.lastIndex : null;
}
