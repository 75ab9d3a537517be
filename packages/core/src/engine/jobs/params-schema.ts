import { z } from 'zod';
import { isPlainObject, paramsIssuesIn, show, type InputIssue, type JsonObject } from '../../domain/index.ts';

/** What a job takes as its params: a zod object, of any copy of zod 4. */
export interface ParamsSchema<Params = unknown> {
  /** Checks params and returns them as the job gets them, defaults and conversions applied. */
  safeParse(
    params: unknown,
  ):
    | { readonly success: true; readonly data: Params }
    | { readonly success: false; readonly error: Pick<z.ZodError, 'issues'> };
}

/** The most problems that a message names. */
const NAMED = 10;

/** Params that do not fit the schema of their job: the run is not started, and not tried again. */
export class ParamsError extends Error {
  override readonly name = 'ParamsError';

  constructor(problems: readonly string[]) {
    const more = problems.length > NAMED ? `; and ${problems.length - NAMED} more` : '';
    super(`the params do not fit the job's paramsSchema: ${problems.slice(0, NAMED).join('; ')}${more}`);
    this.stack = `${this.name}: ${this.message}`; // the place where it was created is not part of the job
  }
}

/** The params as the job gets them, in a copy of its own. Throws a `ParamsError`. */
export function parsedParams<Params>(schema: ParamsSchema<Params>, params: object): Params {
  const parsed = tried(schema, structuredClone(params));
  if (parsed.success) return parsed.data;
  throw new ParamsError(paramsIssuesIn(parsed.error).map(({ path, message }) => `${path}: ${message}`));
}

/** Why params do not fit; null if they do, or if the job declares no schema. */
export function paramsProblem(schema: ParamsSchema | undefined, params: object): ParamsError | null {
  if (schema === undefined) return null;
  try {
    parsedParams(schema, params);
    return null;
  } catch (error) {
    if (error instanceof ParamsError) return error;
    throw error;
  }
}

/** Conversions and checks are code of the job's author: they may throw, as asynchronous ones do here. */
function tried<Params>(
  schema: ParamsSchema<Params>,
  params: unknown,
): ReturnType<ParamsSchema<Params>['safeParse']> {
  try {
    return schema.safeParse(params);
  } catch (error) {
    throw new ParamsError([`params: ${error instanceof Error ? error.message : 'the check threw'}`]);
  }
}

export function isParamsSchema(value: unknown): value is ParamsSchema {
  return (
    typeof value === 'object' &&
    value !== null &&
    'safeParse' in value &&
    typeof value.safeParse === 'function'
  );
}

/** What is wrong with a schema where a job is registered: it, or the params that the code gives beside it. */
export function schemaProblems(schema: unknown, given: unknown): InputIssue[] {
  if (schema === undefined) return [];
  const refused = (got: string) => [
    { path: 'paramsSchema', message: `expected a zod object such as z.object({ … }), got ${got}` },
  ];
  if (!isParamsSchema(schema)) return refused(show(schema));
  const { type = 'object' } = reportedSchema(schema) ?? {};
  if (type !== 'object') return refused(`a schema of ${show(type)}`);
  const problem = isPlainObject(given) ? paramsProblem(schema, given) : null;
  return problem === null ? [] : [{ path: 'params', message: problem.message }];
}

/** Longer schemas are not reported: a report is written every few seconds. */
const MAX_REPORTED = 8_192;
const reported = new WeakMap<ParamsSchema, JsonObject | null>();

/** The JSON schema of what a job takes, for forms and checks elsewhere; null if there is none or it is too long. */
export function reportedSchema(schema: ParamsSchema | undefined): JsonObject | null {
  if (schema === undefined) return null;
  const known = reported.get(schema);
  if (known !== undefined) return known;
  const made = jsonSchemaOf(schema);
  reported.set(schema, made);
  return made;
}

function jsonSchemaOf(schema: ParamsSchema): JsonObject | null {
  try {
    const json = JSON.stringify(z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })); // refused if it is none
    return json.length > MAX_REPORTED ? null : (JSON.parse(json) as JsonObject); // a JSON schema is an object
  } catch {
    return null;
  }
}
