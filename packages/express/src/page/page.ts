import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { packageFile } from '@zenpulse/store';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { ApiError, sendError } from '../http/api-error.ts';
import { addressOf } from '../http/query.ts';
import { nonceOf } from '../http/security-headers.ts';
import { consoleLogger } from '../console-logger.ts';

/**
 * Serves the single page and its files. Its base path is learnt from each request, never at build time, and its files
 * are looked up at the first one: a mount never throws.
 */
export function createPage(): Router {
  let files: Router | null = null;
  const router = express.Router();
  router.use(requireGet);
  router.use((request, response, next) => {
    try {
      files ??= pageFiles(packageFile('public'));
    } catch (error) {
      sendProblem(response, error);
      return;
    }
    files(request, response, next);
  });
  return router;
}

function pageFiles(folder: string): Router {
  const router = express.Router();
  router.use('/assets', express.static(join(folder, 'assets'), HASHED_FILES), noSuchFile);
  router.use(express.static(folder, { index: false, redirect: false, cacheControl: false }));
  router.use((request, response) => {
    const redirect = withSlash(request);
    if (redirect === null) void sendIndex(request, response, join(folder, 'index.html'));
    else response.status(302).set('Location', redirect).end();
  });
  return router;
}

/** Their names change with their content, so a browser need not ask twice; only a browser, since they are guarded. */
const HASHED_FILES = {
  index: false,
  redirect: false,
  setHeaders: (response: ServerResponse) =>
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable'),
} as const;

const requireGet: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') {
    next();
    return;
  }
  response.set('Allow', 'GET');
  sendError(
    response,
    new ApiError('method_not_allowed', `expected GET, got ${request.method}`),
    consoleLogger,
  );
};

const noSuchFile: RequestHandler = (_request, response) =>
  sendError(response, new ApiError('not_found', 'there is no such file'), consoleLogger);

async function sendIndex(request: Request, response: Response, file: string): Promise<void> {
  try {
    const html = await readFile(file, 'utf8');
    response
      .type('html')
      .send(
        html
          .replace('<base href="./" />', `<base href="${relativeBase(request.path)}" />`)
          .replaceAll('%ZENPULSE_NONCE%', nonceOf(response)),
      );
  } catch (error) {
    sendProblem(response, error);
  }
}

function sendProblem(response: Response, error: unknown): void {
  const sentence = `the admin page cannot be shown: ${(error as Error).message}`;
  consoleLogger.error({}, sentence);
  response.status(500).type('text').send(`ZenPulse: ${sentence}\n`);
}

/** From a page below the mount back to the mount: right whatever prefix the browser sees. */
function relativeBase(path: string): string {
  const depth = path.split('/').length - 2;
  return depth <= 0 ? './' : '../'.repeat(depth);
}

/** The mount itself needs its slash, or relative addresses start one level too high; null when it has it. */
function withSlash(request: Request): string | null {
  const { path, query } = addressOf(request.originalUrl);
  if (request.path !== '/' || path.endsWith('/')) return null;
  return `./${path.split('/').at(-1) ?? ''}/${query === '' ? '' : `?${query}`}`;
}
