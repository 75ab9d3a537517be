import { randomBytes } from 'node:crypto';
import type { Logger } from '@zenpulse/core/ports';
import type { Request, RequestHandler, Response } from 'express';
import { ApiError, sendError } from '../http/api-error.ts';
import { addressOf } from '../http/query.ts';
import { closedPage, deniedPage, LINES_TO_WRITE, tokenPage } from './access-pages.ts';
import { isLocalRequest } from './local-request.ts';
import { hasToken, tokenInQuery, tokenCookie } from './token.ts';

export interface AccessOptions {
  /** Says who may enter. With it, nothing else decides. */
  readonly authorize?: ((request: Request) => boolean | Promise<boolean>) | undefined;
  /** `NODE_ENV`. */
  readonly environment: string | undefined;
  readonly logger: Logger;
}

type Verdict = 'enter' | 'denied' | 'token-wanted' | 'closed';

const TOKEN_KEY = Symbol.for('zenpulse.access-token.1');
const holder = globalThis as { [TOKEN_KEY]?: string };
/** One token a process, which ends with it: also where it is loaded as an ES module and as CommonJS. */
const TOKEN = (holder[TOKEN_KEY] ??= randomBytes(24).toString('base64url'));

/**
 * Who may enter. `authorize` decides alone where it is given. Else: development and test let this machine in
 * freely and others by the token; no environment wants the token of everyone, since behind a proxy on the same
 * host everyone seems local; production lets nobody in and says what to write.
 */
export function createAccess({ authorize, environment, logger }: AccessOptions): RequestHandler {
  const isOpenToLocal = environment === 'development' || environment === 'test';
  const isClosed = authorize === undefined && environment === 'production';
  if (isClosed) logger.warn({}, `${CLOSED_LINE}:\n${LINES_TO_WRITE}`);
  else if (authorize === undefined) announceToken(isOpenToLocal);

  const judge = async (request: Request): Promise<Verdict> => {
    if (authorize !== undefined) {
      const answer: unknown = await authorize(request); // JavaScript may answer anything
      return answer === true ? 'enter' : 'denied';
    }
    if (isClosed) return 'closed';
    if (isOpenToLocal && isLocalRequest(request)) return 'enter';
    return hasToken(request, TOKEN) ? 'enter' : 'token-wanted';
  };

  return (request, response, next) => {
    judge(request)
      .catch((error: unknown): Verdict => {
        logger.error({ err: error }, 'authorize failed; nobody was let in');
        return 'denied';
      })
      .then((verdict) => {
        if (response.headersSent) return; // authorize has answered by itself, with a redirect to a login say
        if (authorize === undefined && !isClosed && enteredByLink(request, response)) return;
        if (verdict === 'enter') next();
        else refuse(request, response, verdict, logger);
      })
      .catch(next);
  };
}

const CLOSED_LINE = 'the admin is closed in production until zenpulseAdmin({ authorize }) says who may enter';

function announceToken(isOpenToLocal: boolean): void {
  const who = isOpenToLocal ? 'From another machine' : 'To enter';
  console.log(`ZenPulse admin: ${who}, open the admin's address with ?token=${TOKEN}`);
}

/** A link with the right token becomes a cookie, and the address loses the token. */
function enteredByLink(request: Request, response: Response): boolean {
  const isPage = (request.method === 'GET' || request.method === 'HEAD') && !request.path.startsWith('/api');
  if (!isPage || !tokenInQuery(request, TOKEN)) return false;
  const { path, query } = addressOf(request.originalUrl);
  const parameters = new URLSearchParams(query);
  parameters.delete('token');
  const here = path.split('/').at(-1) ?? '';
  const rest = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  response.set('Set-Cookie', tokenCookie(TOKEN));
  response.status(302).set('Location', `./${here}${rest}`).end();
  return true;
}

function refuse(
  request: Request,
  response: Response,
  verdict: Exclude<Verdict, 'enter'>,
  logger: Logger,
): void {
  if (request.path === '/api' || request.path.startsWith('/api/')) {
    const code = verdict === 'token-wanted' ? 'unauthorized' : 'forbidden';
    sendError(response, new ApiError(code, REFUSALS[verdict]), logger);
    return;
  }
  const page = { 'token-wanted': tokenPage, denied: deniedPage, closed: closedPage }[verdict];
  response
    .status(verdict === 'token-wanted' ? 401 : 403)
    .type('html')
    .send(page);
}

const REFUSALS = {
  'token-wanted': 'open the link with the token that the application printed at its start',
  denied: 'you may not enter here',
  closed: CLOSED_LINE,
} as const;
