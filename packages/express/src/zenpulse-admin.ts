import express, { type Router } from 'express';
import type { Logger } from '@zenpulse/core/ports';
import type { SettingOverrides } from '@zenpulse/store';
import { createAccess, type AccessOptions } from './access/access.ts';
import { createApi } from './http/api.ts';
import { consoleLogger } from './console-logger.ts';
import { createInstallation } from './installation.ts';
import { createPage } from './page/page.ts';
import { securityHeaders } from './http/security-headers.ts';

export interface ZenpulseAdminOptions extends SettingOverrides, Pick<AccessOptions, 'authorize'> {
  /** Defaults to the console, warnings and errors only. */
  readonly logger?: Logger;
}

/**
 * The admin as an Express router, for any mount path: `app.use('/zenpulse', zenpulseAdmin())`.
 * Never throws at the mount: what is wrong with the settings is said by the page, the API and the log.
 */
export function zenpulseAdmin(options: ZenpulseAdminOptions = {}): Router {
  const { authorize, logger = consoleLogger, ...overrides } = options;
  const installation = createInstallation(overrides, logger);
  const router = express.Router();
  router.use(securityHeaders);
  router.use(createAccess({ authorize, environment: process.env['NODE_ENV'], logger }));
  router.use('/api', createApi(installation, logger));
  router.use(createPage());
  return router;
}
