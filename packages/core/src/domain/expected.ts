import type { z } from 'zod';
import { visibleText } from './visible-text.ts';

/** The form of all validation messages: "expected …, got …". Spread into any zod type or check. */
export function expected(what: string) {
  return { error: (issue: z.core.$ZodRawIssue) => `expected ${what}, got ${show(issue.input)}` };
}

/** A value in readable form, at most 60 characters long. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = visibleText(jsonOrKind(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** JSON cannot express functions, symbols, big integers, or an object that contains itself. */
function jsonOrKind(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  try {
    return JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    return 'an object that JSON cannot hold';
  }
}

/** One problem of an input: the field, and a message with what was expected. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** All problems in one line, each with its field. */
export function issuesText(issues: readonly InputIssue[]): string {
  return issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
}

/** Reduces zod's issues to one per field; for an unknown key, the key is the path. */
export function inputIssues(error: Pick<z.ZodError, 'issues'>): InputIssue[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'unknown field' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
}
