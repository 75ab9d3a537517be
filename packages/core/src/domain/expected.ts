import type { z } from 'zod';
import { visibleText } from './visible-text.ts';

/** The one form of a refusal: "expected …, got …". Spread into any zod type or check. */
export function expected(what: string) {
  return { error: (issue: z.core.$ZodRawIssue) => `expected ${what}, got ${show(issue.input)}` };
}

/** A value as a reader recognises it, at most 60 characters long. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = visibleText(jsonOrKind(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** JSON has no word for functions, symbols and big integers, and none for an object that contains itself. */
function jsonOrKind(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return 'an object that JSON cannot hold';
  }
}

/** One problem of an input: which field, in words that say what was expected. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** Flattens zod's issues to one line a field; an unknown key is named as the path. */
export function inputIssues(error: z.ZodError): InputIssue[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'unknown field' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
}
