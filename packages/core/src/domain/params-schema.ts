import { z } from 'zod';
import { inputIssues, type InputIssue } from './expected.ts';
import type { JsonObject } from './json-object.ts';

/**
 * What is wrong with params by the JSON schema that a job's code reports of them; the paths begin with `params`. A
 * schema with something that cannot be checked here refuses nothing: the runner checks once more before the run starts.
 */
export function paramsIssues(schema: Readonly<Record<string, unknown>>, params: JsonObject): InputIssue[] {
  const rule = ruleOf(schema);
  const parsed = rule?.safeParse(params);
  return parsed?.error === undefined ? [] : paramsIssuesIn(parsed.error);
}

/** The issues of a zod error about params. */
export function paramsIssuesIn(error: Pick<z.ZodError, 'issues'>): InputIssue[] {
  return inputIssues(error).map(({ path, message }) => ({
    path: path === '' ? 'params' : `params.${path}`,
    message: message.replace(/^Invalid input: /, ''),
  }));
}

function ruleOf(schema: Readonly<Record<string, unknown>>): z.ZodType | null {
  try {
    return z.fromJSONSchema(schema, { registry: z.registry() }); // of its own: an id may be there only once
  } catch {
    return null;
  }
}
