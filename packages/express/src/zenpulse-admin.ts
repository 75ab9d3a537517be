import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from 'node:process';
import type { Logger } from '@zenpulse/core/ports';
import type { SettingOverrides } from '@zenpulse/store';
import { systemClock } from '@zenpulse/store/clock';
import type { AdminRequest } from './access/admin-request.ts';
import { createAccess, type AccessOptions } from './access/access.ts';
import { checkOptions, isLogger } from './access/check-options.ts';
import { consoleLogger } from './console-logger.ts';
import { createFoldedLog } from './folded-log.ts';
import { ApiError, sendApiError } from './http/api-error.ts';
import type { Api } from './http/api.ts';
import { isApiPath, pathOf, type MountedRequest } from './http/mounted-request.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { createInstallation } from './installation.ts';
import type { Page } from './page/page.ts';

/** How to reach the schedules, and who may enter. `R` is what `authorize` takes a request to be. */
export interface ZenpulseAdminOptions<R extends IncomingMessage = AdminRequest> extends SettingOverrides {
  /**
   * Says who may enter: only `true` opens. Without it, development lets this machine in, and production nobody.
   * A throw or a rejection is logged and refuses, and so does no answer within ten seconds.
   */
  readonly authorize?: ((request: R) => boolean | Promise<boolean>) | undefined;
  /** Defaults to the console, warnings and errors only. */
  readonly logger?: Logger;
}

/** Middleware for `app.use` of Express 5 and 4, in the words of `node:http`, so that it fits the types of both. */
export interface AdminHandler {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
  /**
   * Closes the database and ends every timer, for an application that stops or a test that is over. From then on the API
   * answers 503. Idempotent. The process also ends without it once the application's server is closed.
   */
  close(): Promise<void>;
}

/**
 * The admin as Express middleware, for any mount path: `app.use('/zenpulse', zenpulseAdmin())`.
 * Never throws at the mount: what is wrong with the options or the settings is said by the page, the API and the log.
 * Nothing heavy is loaded and no database opened before the first request that was let in.
 */
export function zenpulseAdmin<R extends IncomingMessage = AdminRequest>(
  options: ZenpulseAdminOptions<R> = {},
): AdminHandler {
  const problem = checkOptions(options);
  const { logger: ownLogger, authorize, ...overrides } = Object(options) as ZenpulseAdminOptions<R>;
  const logger = isLogger(ownLogger) ? (ownLogger as Logger) : consoleLogger; // as was just seen
  const folded = createFoldedLog(logger, systemClock);
  const installation = createInstallation(overrides, logger);
  const mayEnter = createAccess({
    authorize: authorize as AccessOptions['authorize'], // what the application makes of its requests, it knows
    // Of the module, not the global one: bundlers write down what that was where they ran, and this decides who enters.
    environment: env['NODE_ENV'],
    problem,
    clock: systemClock,
    logger,
    folded,
  });
  const api = once(async (): Promise<Api> =>
    (await import('./http/api.ts')).createApi(installation.get, folded),
  );
  const page = once(async (): Promise<Page> => (await import('./page/page.ts')).createPage(logger));

  const answer = async (request: MountedRequest, response: ServerResponse): Promise<void> => {
    const nonce = setSecurityHeaders(request, response);
    if (!(await mayEnter(request, response))) return;
    if (isApiPath(pathOf(request))) await (await api())(request, response);
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

/** Makes the thing when it is first asked for; a failure is tried again. */
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
