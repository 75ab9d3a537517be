import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** The syntax error of a JSON text with its place: "Line 2, column 5: expected a comma"; null for valid JSON. */
export function jsonProblem(text: string): string | null {
  if (isJson(text)) return null;
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return 'Use JSON, such as { "name": "value" }';
  return `${placeText(text, first.offset)}: ${WORDS[printParseErrorCode(first.error)] ?? 'not valid JSON'}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'names and texts need double quotes',
  InvalidNumberFormat: 'not a valid number',
  PropertyNameExpected: 'expected a name in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing }',
  CloseBracketExpected: 'expected a closing ]',
  EndOfFileExpected: 'expected nothing more after the JSON',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a text has no closing quote',
  UnexpectedEndOfNumber: 'not a complete number',
  InvalidUnicode: 'not a valid \\u escape',
  InvalidEscapeCharacter: 'not a valid escape after \\',
  InvalidCharacter: 'a character that must be escaped',
};

/** Line and column count from 1. */
function placeText(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `Line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
