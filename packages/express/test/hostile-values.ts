/** A small generator of numbers (mulberry32): the same seed gives the same requests. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Chance = () => number;

/** What OpenAPI 3.1 says of a value, as far as it is used here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const NUL = String.fromCharCode(0);
const HALF_OF_A_CHARACTER = String.fromCharCode(0xd800);

export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  NUL,
  `a${NUL}b`,
  HALF_OF_A_CHARACTER,
  '\u202Ereversed',
  '💩'.repeat(64),
  'x'.repeat(192),
  'x'.repeat(600),
  'é'.normalize('NFD'),
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE zenpulse_schedule_config; --",
  '%',
  '%00',
  '\\',
  '%_\\%',
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  '[]',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '2026-01-31T08:30:00+99:99',
];

const HOSTILE_VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  [[]],
  [null],
  {},
  { toString: 1, valueOf: null },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  Array.from({ length: 300 }, () => 'x'),
  nested(60),
];

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : { a: [nested(depth - 1)] };
}

export function oneOf<T>(chance: Chance, all: readonly T[]): T {
  return all[Math.floor(chance() * all.length)] as T; // the lists here have items
}

/** What a request is made from. */
export interface Recipe {
  readonly chance: Chance;
  /** Texts that mean something to the server. */
  readonly texts: readonly string[];
  /** The share of values that have nothing to do with the schema, from 0 to 1. */
  readonly hostility: number;
}

/** A value that fits the schema in parts, so that it comes past the first check, and is wrong elsewhere. */
export function hostileValue(schema: Schema, recipe: Recipe): unknown {
  const { chance, hostility } = recipe;
  if (chance() < hostility) return oneOf(chance, HOSTILE_VALUES);
  const { anyOf, oneOf: alternatives = anyOf } = schema;
  if (alternatives !== undefined) return hostileValue(oneOf(chance, alternatives), recipe);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return oneOf(chance, schema.enum);
  const type = typeof schema.type === 'string' ? schema.type : schema.type && oneOf(chance, schema.type);
  if (type === 'object') return hostileObject(schema, recipe);
  if (type === 'array') {
    const length = Math.floor(chance() * 4);
    return Array.from({ length }, () => hostileValue(schema.items ?? {}, recipe));
  }
  if (type === 'integer' || type === 'number')
    return oneOf(chance, [0, 1, 2, 5, 60, 1_000, 2 ** 31, -1, 0.5]);
  if (type === 'boolean') return chance() < 0.5;
  if (type === 'null') return null;
  if (type === 'string') return hostileText(schema, recipe);
  return oneOf(chance, HOSTILE_VALUES);
}

function hostileObject({ properties = {}, required = [] }: Schema, recipe: Recipe): Record<string, unknown> {
  const { chance, hostility } = recipe;
  const object: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(properties)) {
    const isThere = chance() < (required.includes(name) ? 1 - hostility : 0.25);
    if (isThere) object[name] = hostileValue(rule, recipe);
  }
  if (chance() < hostility) object[oneOf(chance, HOSTILE_TEXTS)] = oneOf(chance, HOSTILE_VALUES);
  return object;
}

function hostileText({ format }: Schema, { chance, texts, hostility }: Recipe): string {
  if (format === 'date-time' && chance() > hostility)
    return new Date(Date.now() + (chance() - 0.5) * 4e9).toISOString();
  return oneOf(chance, chance() > 4 * hostility ? texts : HOSTILE_TEXTS);
}
