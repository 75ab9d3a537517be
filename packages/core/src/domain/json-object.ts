import { z } from 'zod';
import { show, type InputIssue } from './expected.ts';

type Json = z.core.util.JSONType;
export type JsonObject = Record<string, Json>;

/**
 * A JSON object of at most this many characters; the result is a copy. zod's own rule for JSON is not used: its message
 * is "Invalid input", and it loops for ever on an object that contains itself.
 */
export function jsonObject(maxCharacters: number) {
  return z.unknown().transform((input, context): JsonObject => {
    const problem = isPlainObject(input)
      ? jsonProblem(input, [], [])
      : { path: [], message: `expected a JSON object, got ${show(input)}` };
    const text = problem === null ? JSON.stringify(input) : '';
    if (problem === null && text.length <= maxCharacters) return JSON.parse(text) as JsonObject; // the check above found no problem
    const { path, message } = problem ?? {
      path: [],
      message: `expected at most ${maxCharacters} characters of JSON, got ${text.length}`,
    };
    context.addIssue({ code: 'custom', path: [...path], message, input });
    return z.NEVER;
  });
}

/** Low enough not to overflow the stack. */
const MAX_DEPTH = 200;

interface JsonProblem extends Pick<InputIssue, 'message'> {
  readonly path: readonly string[];
}

/** The first value that JSON cannot carry unchanged. `around`: the objects that contain this one. */
function jsonProblem(
  value: unknown,
  path: readonly string[],
  around: readonly unknown[],
): JsonProblem | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number' && Number.isFinite(value)) return null;
  const expected = (what: string, got: string) => ({ path, message: `expected ${what}, got ${got}` });
  if (!Array.isArray(value) && !isPlainObject(value)) {
    return expected('text, a finite number, true, false, null, a list or an object', show(value));
  }
  if (around.includes(value)) return expected('JSON', 'an object that contains itself');
  if (around.length === MAX_DEPTH) return expected(`at most ${MAX_DEPTH} levels`, 'more');
  for (const [name, inner] of Object.entries(value)) {
    const problem = jsonProblem(inner, [...path, name], [...around, value]);
    if (problem !== null) return problem;
  }
  return null;
}

/** True for an object literal: no list, no instance of a class. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
