import type { Logger } from '@zenpulse/core/ports';
import type { Request, RequestHandler, Response } from 'express';
import type { Installation } from '../installation.ts';
import { ApiError, sendError } from './api-error.ts';
import { queryOf } from './query.ts';
import { readJsonBody } from './read-json-body.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';
import { requireSameOrigin } from './same-origin.ts';

/** Answers everything below `/api`: same-origin check, route, body, handler, answer; every error in JSON. */
export function createApi(installation: () => Promise<Installation>, logger: Logger): RequestHandler {
  return (request, response) => {
    answer(request, response, installation).catch((error: unknown) => sendError(response, error, logger));
  };
}

async function answer(request: Request, response: Response, installation: () => Promise<Installation>) {
  requireSameOrigin(request);
  const { route, params } = findRoute(request);
  const body = route.method === 'GET' ? undefined : await readJsonBody(request);
  const result = await route.handler({ params, query: queryOf(request), body }, await installation());
  response.status(result.status);
  if (result.body === undefined) response.end();
  else response.json(result.body);
}

interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

function findRoute(request: Request): Match {
  const path = `/api${request.path === '/' ? '' : request.path.replace(/\/$/, '')}`;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const matches = ROUTES.flatMap((route): Match[] => {
    const params = paramsOf(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (matches.length === 0) throw new ApiError('not_found', `there is nothing at ${path}`);
  const allowed = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  request.res?.set('Allow', allowed);
  throw new ApiError('method_not_allowed', `expected ${allowed}, got ${request.method}`);
}

/** The values of the pattern's `:names`, or null when the path has another shape. */
function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decoded(text);
    else if (part !== text) return null;
  }
  return params;
}

/** A malformed escape is simply an id that does not exist. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
