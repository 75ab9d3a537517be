import type { ServerResponse } from 'node:http';
import { includesRole, type Role } from '@zenpulse/contract';
import type { Clock, Logger } from '@zenpulse/core/ports';
import type { Caller } from './access/caller.ts';
import type { Access } from './access/access.ts';
import { createAskMay, type May } from './access/ask-may.ts';
import { NO_RULES, rulesFor } from './access/schedule-rules.ts';
import { refuseToken, requireRole } from './access/require-role.ts';
import type { FoldedLog } from './folded-log.ts';
import type { Installation } from './installation.ts';
import { ApiError, sendApiError } from './http/api-error.ts';
import { pathOf, type MountedRequest } from './http/mounted-request.ts';
import { queryOf } from './http/query.ts';
import { readJsonBody } from './http/read-json-body.ts';
import type { NeededRole, Route } from './http/route.ts';
import { ROUTES } from './routes.ts';
import { requireSameOrigin } from './http/same-origin.ts';
import { sendResult } from './http/send-result.ts';
import { toApiError } from './http/to-api-error.ts';

export type Api = (request: MountedRequest, response: ServerResponse, actor: Caller) => Promise<void>;

/** Answers everything below `/api`: same-origin check, route, role, body, handler, answer; every error in JSON. */
export function createApi(
  installation: () => Promise<Installation>,
  folded: FoldedLog,
  access: Pick<Access, 'again' | 'isReadOnly'>,
  { may, clock, logger }: { readonly may: May | undefined; readonly clock: Clock; readonly logger: Logger },
): Api {
  const { isReadOnly } = access;
  const askMay = may && createAskMay(may, { clock, logger, folded });
  return async (request, response, actor) => {
    try {
      // No page of another site can make a browser send a token, and no cookie decides where there is one.
      if (actor.tokenId === undefined) requireSameOrigin(request);
      const { route, params } = findRoute(request, response);
      requireRole(leastRole(route.role), actor, isReadOnly);
      if (route.isForPeople === true) refuseToken(actor);
      const body = route.method === 'GET' ? undefined : await readJsonBody(request);
      requireRole(roleFor(route.role, body), actor, isReadOnly);
      if ('stream' in route) {
        route.stream(request, response, await installation(), async () => {
          const now = await access.again(request);
          return now !== null && includesRole(now.role, leastRole(route.role));
        });
        return;
      }
      const rules = askMay === undefined ? NO_RULES : rulesFor(actor, askMay, clock);
      const asked = { params, query: queryOf(request), body, actor, isReadOnly, rules };
      const result = await route.handler(asked, await installation());
      await sendResult(request, response, result);
    } catch (error) {
      if (response.headersSent) throw error;
      sendApiError(response, toApiError(error, folded));
    }
  };
}

function leastRole(needed: NeededRole): Role {
  return typeof needed === 'string' ? needed : needed.least;
}

function roleFor(needed: NeededRole, body: unknown): Role {
  return typeof needed === 'string' ? needed : needed.of(body);
}

interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

function findRoute(request: MountedRequest, response: ServerResponse): Match {
  const asked = pathOf(request);
  const path = asked === '/api/' ? '/api' : asked.replace(/\/$/, '');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const matches = ROUTES.flatMap((route): Match[] => {
    const params = paramsOf(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (matches.length === 0) throw new ApiError('not_found', `there is nothing at ${path}`);
  const allowed = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  response.setHeader('Allow', allowed);
  throw new ApiError('method_not_allowed', `expected ${allowed}, got ${request.method}`);
}

/** The values of the pattern's `:names`, or null if the path does not match. */
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

/** A malformed escape is treated as an id that does not exist. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
