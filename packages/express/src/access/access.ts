import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock, Logger } from '@zenpulse/core/ports';
import type { FoldedLog } from '../folded-log.ts';
import { redirect } from '../http/answer.ts';
import { addressAsked, isApiPath, pathOf, type MountedRequest } from '../http/mounted-request.ts';
import { LINES_TO_WRITE } from './access-pages.ts';
import { askAuthorize, AUTHORIZE_TIMEOUT_MS, thrownLine, type Authorize } from './ask-authorize.ts';
import type { OptionProblem } from './check-options.ts';
import { isLocalRequest } from './local-request.ts';
import { CLOSED_LINE, refuse, type Refusal } from './refuse.ts';
import { hasToken, tokenCookie, tokenInQuery } from './token.ts';

export interface AccessOptions {
  /** Decides who may enter. If given, no other rule applies. */
  readonly authorize?: Authorize | undefined;
  /** `NODE_ENV`. */
  readonly environment: string | undefined;
  /** A mistake in the options; while there is one, every request is denied. */
  readonly problem: OptionProblem | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly folded: FoldedLog;
}

export interface Access {
  /** Resolves to true if the request may go on; otherwise it has been answered. */
  (request: MountedRequest, response: ServerResponse): Promise<boolean>;
  /** Judges a request again whose answer goes on for long. Answers nothing. */
  mayStay(request: MountedRequest): Promise<boolean>;
}

const TOKEN_KEY = Symbol.for('zenpulse.access-token.1');
const holder = globalThis as { [TOKEN_KEY]?: string };
/** One token per process, kept on a global object: the package may be loaded twice, as an ES module and as CommonJS. */
const TOKEN = (holder[TOKEN_KEY] ??= randomBytes(24).toString('base64url'));

/**
 * Decides who may enter. `authorize`, if given, decides alone. Otherwise: in development and test, this machine freely
 * and others with the token; with `NODE_ENV` unset, only with the token, since behind a proxy on the same host every
 * request seems local; in production, none, and the page shows the lines to write.
 */
export function createAccess(options: AccessOptions): Access {
  const { authorize, environment, problem } = options;
  const isOpenToLocal = environment === 'development' || environment === 'test';
  const isClosed = problem !== null || (authorize === undefined && environment === 'production');
  const takesToken = !isClosed && authorize === undefined;
  announce(options, isOpenToLocal);

  const judge = async (request: MountedRequest): Promise<'enter' | Refusal> => {
    if (problem !== null) return problem;
    if (authorize !== undefined) return judgeBy(authorize, request, options);
    if (isClosed) return 'closed';
    if (isOpenToLocal && isLocalRequest(request)) return 'enter';
    return hasToken(request, TOKEN) ? 'enter' : 'token-wanted';
  };

  const enter = async (request: MountedRequest, response: ServerResponse): Promise<boolean> => {
    const verdict = await judge(request);
    if (response.headersSent || response.destroyed) return false; // authorize answered the request itself, for example with a redirect to a login
    if (takesToken && enteredByLink(request, response)) return false;
    if (verdict === 'enter') return true;
    refuse(request, response, verdict);
    return false;
  };
  return Object.assign(enter, {
    mayStay: async (request: MountedRequest) => (await judge(request)) === 'enter',
  });
}

async function judgeBy(
  authorize: Authorize,
  request: MountedRequest,
  { clock, folded }: AccessOptions,
): Promise<'enter' | Refusal> {
  const result = await askAuthorize(authorize, request, clock);
  if (result.kind === 'answered') return result.answer === true ? 'enter' : 'denied';
  if (result.kind === 'failed') {
    folded.error('authorize failed', {}, `authorize failed; nobody was let in: ${thrownLine(result.error)}`);
    return 'denied';
  }
  const seconds = AUTHORIZE_TIMEOUT_MS / 1000;
  folded.error('authorize hung', {}, `authorize gave no answer within ${seconds} s; nobody was let in`);
  return 'timed-out';
}

/** Logs, for the developer who mounts the admin, who may enter. */
function announce({ authorize, environment, problem, logger }: AccessOptions, isOpenToLocal: boolean): void {
  if (problem !== null) {
    logger.error({}, `the admin stays closed: ${problem.message}`);
  } else if (authorize === undefined && environment === 'production') {
    logger.warn({}, `${CLOSED_LINE}:\n${LINES_TO_WRITE}`);
  } else if (authorize === undefined) {
    const who = isOpenToLocal ? 'From another machine' : 'To enter';
    console.log(`ZenPulse admin: ${who}, open the admin's address with ?token=${TOKEN}`);
  }
}

/** Turns a link with the right token into a cookie and redirects to the address without the token. */
function enteredByLink(request: MountedRequest, response: ServerResponse): boolean {
  const isPage = (request.method === 'GET' || request.method === 'HEAD') && !isApiPath(pathOf(request));
  if (!isPage || !tokenInQuery(request, TOKEN)) return false;
  const { path, query } = addressAsked(request);
  const parameters = new URLSearchParams(query);
  parameters.delete('token');
  const here = path.split('/').at(-1) ?? '';
  const rest = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  response.appendHeader('Set-Cookie', tokenCookie(request, TOKEN));
  redirect(response, `./${here}${rest}`);
  return true;
}
