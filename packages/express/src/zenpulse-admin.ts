import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from 'node:process';
import type { ScheduleAction } from '@zenpulse/contract';
import type { Logger } from '@zenpulse/core/ports';
import type { SettingOverrides } from '@zenpulse/store';
import { systemClock } from '@zenpulse/store/clock';
import type { AuthorizeAnswer } from './access/actor-of.ts';
import type { AdminRequest } from './access/admin-request.ts';
import type { AskedSchedule, ScheduleActor } from './access/ask-may.ts';
import { createAccess, type AccessOptions } from './access/access.ts';
import { checkOptions, isLogger } from './access/check-options.ts';
import { consoleLogger } from './console-logger.ts';
import { createFoldedLog } from './folded-log.ts';
import { ApiError, sendApiError } from './http/api-error.ts';
import type { Api } from './api.ts';
import { isApiPath, pathOf, type MountedRequest } from './http/mounted-request.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { createInstallation } from './installation.ts';
import type { Page } from './page/page.ts';

/** How to reach the schedules, and who may enter. `R` is the request type of `authorize`. */
export interface ZenpulseAdminOptions<R extends IncomingMessage = AdminRequest> extends SettingOverrides {
  /**
   * Decides who may enter, and as what: `true` or `'admin'` for everything, `'operator'` to run, cancel and pause,
   * `'viewer'` to look, or `{ role, name }` with a name for the record of changes. Any other answer denies. Without
   * it, development lets this machine in and production denies everyone. A throw or a rejection is logged and denies,
   * as does no answer within ten seconds.
   */
  readonly authorize?: ((request: R) => AuthorizeAnswer | Promise<AuthorizeAnswer>) | undefined;
  /** Nobody has more than the role of a viewer, whatever `authorize` answers. Default: false. */
  readonly readOnly?: boolean | undefined;
  /**
   * Rules for single schedules, asked before each action on one and never for reading: only `true` allows it. It can only
   * narrow what the role allows. A throw, a rejection, another answer, or none within ten seconds is logged and refuses.
   */
  readonly may?:
    | ((actor: ScheduleActor, action: ScheduleAction, schedule: AskedSchedule) => boolean | Promise<boolean>)
    | undefined;
  /**
   * How many runs of one schedule the same person or token may request in a minute; more get 429. Default: 60;
   * `Infinity`: no bound. Each process counts by itself.
   */
  readonly runsPerMinute?: number | undefined;
  /** Defaults to the console, warnings and errors only. */
  readonly logger?: Logger;
}

/** Middleware for `app.use` of Express 5 and 4, typed with `node:http` so that it fits the types of both. */
export interface AdminHandler {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
  /**
   * Closes the database and all timers, for an application that stops or a test that ends. After it the API answers
   * 503. Idempotent. Not required for the process to exit: that works as soon as the application's server is closed.
   */
  close(): Promise<void>;
}

/**
 * The admin as Express middleware, for any mount path: `app.use('/zenpulse', zenpulseAdmin())`. Never throws at the
 * mount: mistakes in options or settings are shown by the page, the API and the log. Nothing heavy is loaded and no
 * database opened before the first request that may enter.
 */
export function zenpulseAdmin<R extends IncomingMessage = AdminRequest>(
  options: ZenpulseAdminOptions<R> = {},
): AdminHandler {
  const problem = checkOptions(options);
  const {
    logger: ownLogger,
    authorize,
    readOnly,
    may,
    runsPerMinute,
    ...overrides
  } = Object(options) as ZenpulseAdminOptions<R>;
  const logger = isLogger(ownLogger) ? (ownLogger as Logger) : consoleLogger; // isLogger has just checked it
  const folded = createFoldedLog(logger, systemClock);
  const installation = createInstallation(overrides, logger, runsPerMinute);
  const mayEnter = createAccess({
    authorize: authorize as AccessOptions['authorize'], // the application chose the type of its requests
    judgeToken: async (secret) => (await installation.get()).machineTokens.judge(secret),
    isReadOnly: readOnly === true,
    // Read from the module, not from the global `process`: bundlers replace `process.env.NODE_ENV` at build time, and
    // this value decides who may enter.
    environment: env['NODE_ENV'],
    problem,
    clock: systemClock,
    logger,
    folded,
  });
  const api = once(async (): Promise<Api> => {
    const { createApi } = await import('./api.ts');
    return createApi(installation.get, folded, mayEnter, { may, clock: systemClock, logger });
  });
  const page = once(async (): Promise<Page> => (await import('./page/page.ts')).createPage(logger));

  const answer = async (request: MountedRequest, response: ServerResponse): Promise<void> => {
    const nonce = setSecurityHeaders(request, response);
    const actor = await mayEnter(request, response);
    if (actor === null) return;
    if (isApiPath(pathOf(request))) await (await api())(request, response, actor);
    else await (await page())(request, response, nonce);
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      folded.error(`request failed ${String(error)}`, { err: error }, 'a request failed');
      if (response.headersSent) response.destroy();
      else
        sendApiError(
          response,
          new ApiError('internal', 'something went wrong here; the log of the application says more'),
        );
    });
  };
  const close = async (): Promise<void> => {
    folded.close();
    await installation.close();
  };
  return Object.assign(handle, { close });
}

/** Calls `make` at the first request and caches its result; a failure is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
