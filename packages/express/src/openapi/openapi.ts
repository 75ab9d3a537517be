import { ERROR_STATUS, type ErrorCode } from '@zenpulse/contract';
import { VERSION } from '@zenpulse/core/domain';
import { z } from 'zod';
import type { NeededRole, Route } from '../http/route.ts';
import { ANSWERS, type AnswerName } from './answers.ts';
import { DESCRIBED, type DescribedRoute } from './described-routes.ts';

type Json = Record<string, unknown>;

/** The API as OpenAPI 3.1, made from the routes and the rules that check their requests. */
export function openApiOf(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ZenPulse Scheduler',
      version: VERSION,
      description: 'Schedules, executions, runs by hand, jobs and runners.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '..', description: 'The mount, relative to this description' }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of a machine: zp_…' },
      },
    },
  };
}

/** The schemas of the answers. What one of them has of another by its name is a reference. */
function namedSchemas(): Json {
  const all = Object.entries(ANSWERS).map(([name, rule]) => [name, schemaOf(rule, 'output')] as const);
  const names = new Map(all.map(([name, schema]) => [JSON.stringify(schema), name]));
  const linked = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = names.get(JSON.stringify(value));
    return name === undefined ? withLinks(value) : refTo(name);
  };
  const withLinks = (value: object): unknown =>
    Array.isArray(value)
      ? value.map(linked)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, linked(inner)]));
  return Object.fromEntries(all.map(([name, schema]) => [name, withLinks(schema)]));
}

function operationOf({ method, path, role, isForPeople }: Route): Json {
  const described = DESCRIBED[`${method} ${path}`];
  const people = isForPeople === true ? ' Not with a token.' : '';
  const parameters = [...pathParametersOf(path), ...queryParametersOf(described?.query)];
  return {
    operationId: operationIdOf(method, path),
    summary: described?.summary ?? `${method} ${path}`,
    description: `Needs the role ${roleText(role)}.${people}`,
    'x-role': typeof role === 'string' ? role : role.least,
    ...(parameters.length > 0 && { parameters }),
    ...(described?.body !== undefined && {
      requestBody: {
        required: !described.body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(described.body, 'input') } },
      },
    }),
    responses: responsesOf(described, path),
  };
}

function roleText(role: NeededRole): string {
  return typeof role === 'string' ? role : role.says;
}

/** `GET /api/schedules/:id/run` is `getSchedulesByIdRun`. */
function operationIdOf(method: string, path: string): string {
  const words = path.replace('/api/', '').replaceAll('.', '/').split(/[/-]/);
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const name = words
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
    .join('');
  return `${method.toLowerCase()}${name}`;
}

function pathParametersOf(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParametersOf(query: z.ZodType | undefined): Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** What any request may get. */
const COMMON: readonly ErrorCode[] = [
  'unauthorized',
  'forbidden',
  'validation_failed',
  'internal',
  'store_unavailable',
];

function responsesOf(described: DescribedRoute | undefined, path: string): Json {
  const { status = 200, answer, also, errors = [] } = described ?? {};
  const success =
    answer === undefined
      ? { description: status === 204 ? 'Done' : 'A stream of events' }
      : answered('Done', answer);
  const stream = { 'text/event-stream': { schema: { type: 'string' } } };
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...COMMON, ...errors]) {
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  }
  return {
    [status]: path === '/api/events' ? { ...success, content: stream } : success,
    ...(also && { [also.status]: answered(also.description, also.answer) }),
    ...Object.fromEntries(
      [...byStatus].map(([errorStatus, codes]) => [errorStatus, answered(codes.join(', '), 'Error')]),
    ),
  };
}

function answered(description: string, name: AnswerName): Json {
  return { description, content: { 'application/json': { schema: refTo(name) } } };
}

function refTo(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** What JSON Schema cannot say, such as a rule across fields, is left out. */
function schemaOf(rule: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(rule, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return schema;
}
