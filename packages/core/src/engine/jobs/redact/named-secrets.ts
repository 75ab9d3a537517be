import { REDACTED } from './redacted.ts';
import { secretValueEnd } from './secret-value.ts';
import { quotedEnd } from './quoted-value.ts';
import { secrecyOf, type Secrecy } from './secret-names.ts';

const ASSIGNMENT = /=>|:=|[:=]|%3[ad]/gi;
const ELEMENT = /<([\w:.-]{1,100})((?:\s[^<>]{0,200})?)>([^<]{1,20000})</g;
const FLAG = /(?<![\w-])(--?([a-z][\w.-]{1,100})[ \t]+)(?!-)("[^"]*"|'[^']*'|[^\s"']\S*)/gi;
/** `'x-api-key', '…'`, as Node lists raw headers. */
const PAIR = /["'`]([\w.-]{1,100})\\{0,4}["'`]\s{0,2},\s{0,40}(?=\\{0,4}["'`])/g;
/** `PASSWORD '…'`, `IDENTIFIED BY '…'`. A JSON parser's "unexpected token" is not a secret. */
const WORD =
  /\b(?:password|passwd|passphrase|pwd|secret|(?<!unexpected\s)token|identified\s{1,4}by|api[_-]?key)\s{1,4}(?=\\{0,4}["'`])/gi;

/** `the token was Ab12cd34`: a name without a separator. */
const SPOKEN =
  /\b((?:pass(?:word|wd|phrase)|pwd|secret|token|api[ _-]?key)\s{1,4}(?:(?:is|was):?\s{1,4})?)([^\s"'`,;()]{6,256})/gi;
/** Text with a digit, or a capital after a small letter, which no ordinary sentence contains. */
const UNWORDLY = /\d|\p{Ll}\p{Lu}/u;
/** `-u user:…` of curl, `-p…` of MySQL clients. */
const SHORT_FLAG =
  /((?:\bcurl\b[^\n]{0,200}?\s-u\s{0,4}["']?[^\s:"']{1,100}:)|(?:\bmysql\w{0,12}\b[^\n]{0,200}?\s-p))([^\s"']+)/g;

/** Hides values whose name marks them as secret. */
export function redactNamedSecrets(text: string): string {
  const assigned = redactAssignments(text)
    .replace(ELEMENT, (all: string, name: string, attributes: string) =>
      secrecyOf(name) === 'open' ? all : `<${name}${attributes}>${REDACTED}<`,
    )
    .replace(FLAG, (all: string, flag: string, name: string) =>
      secrecyOf(name) === 'open' ? all : flag + REDACTED,
    );
  const spoken = assigned
    .replace(SPOKEN, (all: string, before: string, value: string) =>
      UNWORDLY.test(value) ? before + REDACTED : all,
    )
    .replace(SHORT_FLAG, hideBehind);
  const paired = redactQuoted(spoken, PAIR, (name) => secrecyOf(name) !== 'open');
  return redactQuoted(paired, WORD, () => true);
}

function redactAssignments(text: string): string {
  let safe = '';
  let from = 0;
  ASSIGNMENT.lastIndex = 0;
  for (let found = ASSIGNMENT.exec(text); found !== null; found = ASSIGNMENT.exec(text)) {
    const name = nameBefore(text, found.index, from);
    const secrecy = secrecyOfPlace(text, name, found.index, ASSIGNMENT.lastIndex);
    if (secrecy === 'open') continue;
    const value = secretValueEnd(text, ASSIGNMENT.lastIndex, name, secrecy);
    if (value === null) continue;
    safe += text.slice(from, value.start) + REDACTED;
    from = value.end;
    ASSIGNMENT.lastIndex = value.end;
  }
  return safe + text.slice(from);
}

function hideBehind(_all: string, before: string): string {
  return before + REDACTED;
}

/** Further words of a name: `API key`, `access key id`, `password is`. */
const CONTINUED = /^(?:key|keys|id|code|phrase|is|was|value)$/i;

/** The name before a separator, without quotes and brackets around it; '' if there is none. */
function nameBefore(text: string, separator: number, limit: number): string {
  let end = separator;
  for (let i = 0; i < 16 && end > limit && /[\s"'`\\\]]/.test(text.charAt(end - 1)); i += 1) end -= 1;
  let start = wordStart(text, end, limit);
  for (let words = 1; words < 3 && CONTINUED.test(text.slice(start, end)); words += 1) {
    if (start - 1 <= limit || text.charAt(start - 1) !== ' ') break;
    end = start - 1;
    start = wordStart(text, end, limit);
  }
  const isUnexpected = /unexpected $/i.test(text.slice(Math.max(0, start - 11), start));
  return isUnexpected ? '' : text.slice(start, separator).replace(/[\s"'`\\\]]+$/, '');
}

function wordStart(text: string, end: number, limit: number): number {
  let start = end;
  while (start > limit && end - start < 128 && /[\p{L}\p{N}_.$-]/u.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** In a stack, `token.ts:3:9` is a file and a line. */
function secrecyOfPlace(text: string, name: string, separator: number, after: number): Secrecy {
  const isPlaceInFile =
    text.charAt(separator) === ':' &&
    /\.[a-z]{1,5}$/i.test(name) &&
    /^\d{1,7}\b/.test(text.slice(after, after + 8));
  return isPlaceInFile ? 'open' : secrecyOf(name);
}

/** Hides the quoted text after each match. */
function redactQuoted(text: string, before: RegExp, isSecret: (name: string) => boolean): string {
  let safe = '';
  let from = 0;
  before.lastIndex = 0;
  for (let found = before.exec(text); found !== null; found = before.exec(text)) {
    const start = before.lastIndex;
    if (!isSecret(found[1] ?? '')) continue;
    const end = quotedEnd(text, start);
    if (end === null) continue;
    const [quote = ''] = /^\\*["'`]/.exec(text.slice(start, start + 8)) ?? [];
    safe += text.slice(from, start) + quote + REDACTED + (end.isClosed ? quote : '');
    from = end.at;
    before.lastIndex = end.at;
  }
  return safe + text.slice(from);
}
