import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock, Logger } from '@zenpulse/core/ports';
import type { FoldedLog } from '../folded-log.ts';
import { redirect } from '../http/answer.ts';
import { addressAsked, isApiPath, pathOf, type MountedRequest } from '../http/mounted-request.ts';
import { LINES_TO_WRITE } from './access-pages.ts';
import { actorOf, cappedAt } from './actor-of.ts';
import { machineTokenOf } from './bearer.ts';
import type { Caller } from './caller.ts';
import { askAuthorize, AUTHORIZE_TIMEOUT_MS, thrownLine, type Authorize } from './ask-authorize.ts';
import type { OptionProblem } from './check-options.ts';
import { isLocalRequest } from './local-request.ts';
import { CLOSED_LINE, refuse, type Refusal } from './refuse.ts';
import { hasToken, tokenCookie, tokenInQuery } from './token.ts';

export interface AccessOptions {
  /** Decides who may enter. If given, no other rule applies. */
  readonly authorize?: Authorize | undefined;
  /** Who a machine's token stands for; null if it opens nothing. Rejects if the database does not answer. */
  readonly judgeToken: (secret: string) => Promise<Caller | null>;
  /** Caps everybody at the role of a viewer. */
  readonly isReadOnly: boolean;
  /** `NODE_ENV`. */
  readonly environment: string | undefined;
  /** A mistake in the options; while there is one, every request is denied. */
  readonly problem: OptionProblem | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly folded: FoldedLog;
}

export interface Access {
  /** Resolves to who sent the request; null if it may not go on and has been answered. */
  (request: MountedRequest, response: ServerResponse): Promise<Caller | null>;
  /** Judges a request again whose answer goes on for long. Answers nothing. */
  again(request: MountedRequest): Promise<Caller | null>;
  readonly isReadOnly: boolean;
}

type Verdict = { readonly actor: Caller } | { readonly refusal: Refusal };

const TOKEN_KEY = Symbol.for('zenpulse.access-token.1');
const holder = globalThis as { [TOKEN_KEY]?: string };
/** One token per process, kept on a global object: the package may be loaded twice, as an ES module and as CommonJS. */
const TOKEN = (holder[TOKEN_KEY] ??= `t${randomBytes(24).toString('base64url')}`);

/**
 * Decides who may enter. In the API a machine's token decides where there is one. Else `authorize`, if given, decides alone. Otherwise: in development and test, this machine freely
 * and others with the token; with `NODE_ENV` unset, only with the token, since behind a proxy on the same host every
 * request seems local; in production, none, and the page shows the lines to write.
 */
export function createAccess(options: AccessOptions): Access {
  const { authorize, environment, problem } = options;
  const isOpenToLocal = environment === 'development' || environment === 'test';
  const isClosed = problem !== null || (authorize === undefined && environment === 'production');
  const takesToken = !isClosed && authorize === undefined;
  announce(options, isOpenToLocal);
  const byAuthorize = authorize === undefined ? null : judgeBy(authorize, options);

  const judge = async (request: MountedRequest): Promise<Verdict> => {
    if (problem !== null) return { refusal: problem };
    const token = isApiPath(pathOf(request)) ? machineTokenOf(request) : null;
    if (token !== null) return judgeToken(token, request, options);
    if (byAuthorize !== null) return byAuthorize(request);
    if (isClosed) return { refusal: 'closed' };
    if (isOpenToLocal && isLocalRequest(request)) return admin('local');
    return hasToken(request, TOKEN) ? admin('token') : { refusal: 'token-wanted' };
  };
  const capped = (actor: Caller) => (options.isReadOnly ? cappedAt(actor, 'viewer') : actor);

  const enter = async (request: MountedRequest, response: ServerResponse): Promise<Caller | null> => {
    const verdict = await judge(request);
    if (response.headersSent || response.destroyed) return null; // authorize answered the request itself, for example with a redirect to a login
    if (takesToken && enteredByLink(request, response)) return null;
    if ('actor' in verdict) return capped(verdict.actor);
    refuse(request, response, verdict.refusal);
    return null;
  };
  const again = async (request: MountedRequest): Promise<Caller | null> => {
    const verdict = await judge(request);
    return 'actor' in verdict ? capped(verdict.actor) : null;
  };
  return Object.assign(enter, { again, isReadOnly: options.isReadOnly });
}

async function judgeToken(
  token: Exclude<ReturnType<typeof machineTokenOf>, null>,
  { socket }: MountedRequest,
  options: AccessOptions,
): Promise<Verdict> {
  if (token === 'ambiguous') return { refusal: 'token-ambiguous' };
  try {
    const actor = await options.judgeToken(token.secret);
    if (actor !== null) return { actor };
    const sentence = `a request from ${socket.remoteAddress ?? 'nowhere'} with an unknown, expired or revoked token was refused`;
    options.folded.error('token refused', {}, sentence);
    return { refusal: 'token-refused' };
  } catch (error) {
    options.folded.error('token not checked', {}, `a token could not be checked: ${thrownLine(error)}`);
    return { refusal: 'token-unchecked' };
  }
}

function admin(name: string): Verdict {
  return { actor: { role: 'admin', name } };
}

/** So many different wrong answers of `authorize` are logged; further ones are not. */
const MOST_SHAPES = 20;

function judgeBy(
  authorize: Authorize,
  { clock, folded, logger }: AccessOptions,
): (request: MountedRequest) => Promise<Verdict> {
  const wrongShapes = new Set<string>();
  const judgeAnswer = (answer: unknown): Verdict => {
    const answered = actorOf(answer);
    if (answered.kind === 'actor') return { actor: answered.actor };
    if (answered.kind === 'wrong' && !wrongShapes.has(answered.shape) && wrongShapes.size < MOST_SHAPES) {
      wrongShapes.add(answered.shape);
      logger.error({}, `authorize answered ${answered.shape}; nobody was let in. ${ANSWERS}`);
    }
    return { refusal: 'denied' };
  };
  return async (request) => {
    const result = await askAuthorize(authorize, request, clock);
    if (result.kind === 'answered') return judgeAnswer(result.answer);
    if (result.kind === 'failed') {
      folded.error(
        'authorize failed',
        {},
        `authorize failed; nobody was let in: ${thrownLine(result.error)}`,
      );
      return { refusal: 'denied' };
    }
    const seconds = AUTHORIZE_TIMEOUT_MS / 1000;
    folded.error('authorize hung', {}, `authorize gave no answer within ${seconds} s; nobody was let in`);
    return { refusal: 'timed-out' };
  };
}

const ANSWERS = "Expected true, false, 'viewer', 'operator', 'admin' or { role, name }";

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
