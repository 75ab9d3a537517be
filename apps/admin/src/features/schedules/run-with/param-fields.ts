import type { JsonObject } from '@zenpulse/core/domain';
import { instantOfLocal, localOfInstant } from '../../executions/table/execution-range.ts';

type Schema = Readonly<Record<string, unknown>>;
type ParamKind = 'text' | 'number' | 'boolean' | 'choice' | 'date' | 'instant' | 'json';

/** One property of the params that a job declares, as a field of a form. */
export interface ParamField {
  readonly name: string;
  readonly kind: ParamKind;
  readonly label: string;
  readonly description: string | null;
  readonly isRequired: boolean;
  /** The values of a choice. */
  readonly choices: readonly (string | number)[];
  readonly initial: unknown;
}

/** What is typed in each field; undefined in a field that was left alone. */
export type TypedParams = Readonly<Record<string, string | boolean | undefined>>;

/** The fields of a JSON schema; null if it does not name the properties of an object. */
export function paramFields(schema: Schema | null): readonly ParamField[] | null {
  const properties = schema === null ? null : schema['properties'];
  if (!isSchema(properties) || Object.keys(properties).length === 0) return null;
  const required: unknown = schema?.['required'];
  return Object.entries(properties).map(([name, property]) =>
    fieldOf(name, isSchema(property) ? property : {}, Array.isArray(required) && required.includes(name)),
  );
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): ParamField {
  const text = (key: string) => (typeof schema[key] === 'string' ? schema[key] : null);
  const choices = choicesOf(schema);
  return {
    name,
    kind: choices.length > 0 ? 'choice' : kindOf(schema),
    label: text('title') ?? name,
    description: text('description'),
    isRequired: isRequired && schema['default'] === undefined,
    choices,
    initial: schema['default'],
  };
}

function kindOf({ type, format }: Schema): ParamKind {
  if (type === 'string') return format === 'date' ? 'date' : format === 'date-time' ? 'instant' : 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
}

function choicesOf(schema: Schema): (string | number)[] {
  const values: unknown = schema['enum'];
  const isChoice =
    Array.isArray(values) && values.every((one) => typeof one === 'string' || typeof one === 'number');
  return isChoice ? values : [];
}

/** What the fields show of given params. */
export function typedParams(fields: readonly ParamField[], params: JsonObject): TypedParams {
  return Object.fromEntries(
    fields.map((field) => [field.name, typedOf(field, params[field.name] ?? field.initial)]),
  );
}

function typedOf({ kind }: ParamField, value: unknown): string | boolean | undefined {
  if (value === undefined) return undefined;
  if (kind === 'boolean' && typeof value === 'boolean') return value;
  if (kind === 'json') return JSON.stringify(value, null, 2);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return kind === 'instant' ? localOfInstant(text) : text;
}

export interface ReadParams {
  readonly params: JsonObject;
  /** By field: what cannot be read, such as JSON with a syntax error. */
  readonly problems: Readonly<Record<string, string>>;
}

/**
 * The params that the fields say. What is given without a field is kept. An empty field that is not required is left
 * out; one that is required is sent as it is, so that the rules say what is wrong with it.
 */
export function readParams(
  fields: readonly ParamField[],
  typed: TypedParams,
  given: JsonObject,
  problemOf: (json: string) => string | null,
): ReadParams {
  const params: JsonObject = { ...given };
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const value = typed[field.name];
    delete params[field.name];
    if (value === undefined || (value === '' && !(field.isRequired && field.kind === 'text'))) continue;
    const problem = field.kind === 'json' ? problemOf(String(value)) : null;
    if (problem === null) params[field.name] = valueOf(field, value);
    else problems[field.name] = problem;
  }
  return { params, problems };
}

function valueOf({ kind, choices }: ParamField, value: string | boolean): JsonObject[string] {
  if (typeof value === 'boolean') return value;
  if (kind === 'json') return JSON.parse(value) as JsonObject[string];
  if (kind === 'instant') return instantOfLocal(value) || value;
  if (kind === 'choice') return choices.find((choice) => String(choice) === value) ?? value;
  // What is no number stays a text, and the rules say so.
  return kind === 'number' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** Splits recorded params: those that are complete, and the names of those whose secrets were replaced by a mark. */
export function withoutSecrets(params: JsonObject): {
  readonly params: JsonObject;
  readonly secrets: readonly string[];
} {
  const secrets = Object.keys(params).filter((name) => JSON.stringify(params[name]).includes(REDACTED));
  return {
    params: Object.fromEntries(Object.entries(params).filter(([name]) => !secrets.includes(name))),
    secrets,
  };
}

/** As the runner writes it. */
const REDACTED = '[redacted]';

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
