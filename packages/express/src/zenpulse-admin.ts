import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Logger } from '@zenpulse/core/ports';
import type { SettingOverrides } from '@zenpulse/store';
import type { AdminRequest } from './access/admin-request.ts';
import { createAccess, type AccessOptions } from './access/access.ts';
import { createApi } from './http/api.ts';
import { consoleLogger } from './console-logger.ts';
import { createInstallation } from './installation.ts';
import { createPage } from './page/page.ts';
import { securityHeaders } from './http/security-headers.ts';

/** How to reach the schedules, and who may enter. `R` is what `authorize` takes a request to be. */
export interface ZenpulseAdminOptions<R extends IncomingMessage = AdminRequest> extends SettingOverrides {
  /**
   * Says who may enter: only `true` opens. Without it, development lets this machine in, and production nobody.
   * A throw or a rejection is logged and refuses.
   */
  readonly authorize?: ((request: R) => boolean | Promise<boolean>) | undefined;
  /** Defaults to the console, warnings and errors only. */
  readonly logger?: Logger;
}

/** Middleware for `app.use` of Express 5 and 4, in the words of `node:http`, so that it fits the types of both. */
export type AdminHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * The admin as Express middleware, for any mount path: `app.use('/zenpulse', zenpulseAdmin())`.
 * Never throws at the mount: what is wrong with the settings is said by the page, the API and the log.
 */
export function zenpulseAdmin<R extends IncomingMessage = AdminRequest>(
  options: ZenpulseAdminOptions<R> = {},
): AdminHandler {
  const { logger = consoleLogger, authorize, ...overrides } = options;
  const installation = createInstallation(overrides, logger);
  const router = express.Router();
  router.use(securityHeaders);
  router.use(
    createAccess({
      authorize: authorize as AccessOptions['authorize'], // what the application makes of its requests, it knows
      environment: process.env['NODE_ENV'],
      logger,
    }),
  );
  router.use('/api', createApi(installation, logger));
  router.use(createPage());
  return router as unknown as AdminHandler; // Express gives a plain request what its own have
}
