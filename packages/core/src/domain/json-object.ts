import { z } from 'zod';
import { show, type InputIssue } from './expected.ts';

type Json = z.core.util.JSONType;
export type JsonObject = Record<string, Json>;

/**
 * An object that JSON can hold, of at most so many characters of it; what comes out is a copy. Not zod's own rule for
 * JSON: that one says "Invalid input", and never comes back from an object that contains itself.
 */
export function jsonObject(maxCharacters: number) {
  return z.unknown().transform((input, context): JsonObject => {
    const problem = isPlainObject(input)
      ? jsonProblem(input, [], [])
      : { path: [], message: `expected a JSON object, got ${show(input)}` };
    const text = problem === null ? JSON.stringify(input) : '';
    if (problem === null && text.length <= maxCharacters) return JSON.parse(text) as JsonObject; // just judged
    const { path, message } = problem ?? {
      path: [],
      message: `expected at most ${maxCharacters} characters of JSON, got ${text.length}`,
    };
    context.addIssue({ code: 'custom', path: [...path], message, input });
    return z.NEVER;
  });
}

/** Less than what overflows a stack. */
const MAX_DEPTH = 200;

interface JsonProblem extends Pick<InputIssue, 'message'> {
  readonly path: readonly string[];
}

/** The first value that JSON does not carry as it is. `around` are the objects that this one is part of. */
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

/** One that is written `{ … }`: no list, no instance of a class. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
