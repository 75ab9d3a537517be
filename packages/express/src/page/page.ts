import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Logger } from '@zenpulse/core/ports';
import { redirect, sendHtml, sendText } from '../http/answer.ts';
import { ApiError, sendApiError } from '../http/api-error.ts';
import { addressAsked, pathOf, type MountedRequest } from '../http/mounted-request.ts';
import { hasTag } from '../http/send-result.ts';
import { codingFor, readAssets, type Asset, type Assets } from './assets.ts';

export type Page = (request: MountedRequest, response: ServerResponse, nonce: string) => Promise<void>;

/**
 * Serves the single page and its files. The base path is taken from each request, not from the build; the files are
 * listed at the first request.
 */
export function createPage(logger: Logger): Page {
  let found: Files | null = null;
  return async (request, response, nonce) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET');
      sendApiError(response, new ApiError('method_not_allowed', `expected GET, got ${request.method}`));
      return;
    }
    try {
      found ??= await findFiles();
      await answer({ request, response, nonce, files: found });
    } catch (error) {
      sendProblem(response, error, logger);
    }
  };
}

interface Files {
  readonly folder: string;
  readonly assets: Assets;
}

async function findFiles(): Promise<Files> {
  const { packageFile } = await import('@zenpulse/store');
  const folder = packageFile('public');
  return { folder, assets: await readAssets(folder) };
}

interface Exchange {
  readonly request: MountedRequest;
  readonly response: ServerResponse;
  readonly nonce: string;
  readonly files: Files;
}

async function answer({ request, response, nonce, files: { folder, assets } }: Exchange): Promise<void> {
  const path = pathOf(request);
  const asset = assets.get(path);
  const location = withSlash(request);
  if (asset !== undefined) await sendAsset(request, response, asset);
  else if (path === '/assets' || path.startsWith('/assets/')) {
    sendApiError(response, new ApiError('not_found', 'there is no such file'));
  } else if (location !== null) redirect(response, location);
  else {
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const based = html.replace('<base href="./" />', `<base href="${relativeBase(path)}" />`);
    sendHtml(response, 200, based.replaceAll('%ZENPULSE_NONCE%', nonce));
  }
}

function sendProblem(response: ServerResponse, error: unknown, logger: Logger): void {
  const sentence = `the admin page cannot be shown: ${(error as Error).message}`;
  logger.error({}, sentence);
  if (response.headersSent) response.destroy();
  else sendText(response, 500, `ZenPulse: ${sentence}\n`);
}

async function sendAsset(request: MountedRequest, response: ServerResponse, asset: Asset): Promise<void> {
  // Private: only the browser itself may cache it for a year, since access is decided for each request.
  response.setHeader(
    'Cache-Control',
    asset.isHashed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  );
  // A short policy for files: the document's long one does not apply to them and would be sent with thirty files.
  response.setHeader('Content-Security-Policy', "default-src 'none'");
  for (const name of ['Cross-Origin-Opener-Policy', 'Referrer-Policy']) response.removeHeader(name);
  response.setHeader('ETag', asset.tag);
  if (asset.codings.length > 0) response.appendHeader('Vary', 'Accept-Encoding');
  if (hasTag(request, asset.tag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const coding = codingFor(request, asset);
  const bytes = await readFile(coding?.file ?? asset.file);
  response.setHeader('Content-Type', asset.type);
  if (coding !== undefined) response.setHeader('Content-Encoding', coding.name);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

/** The relative address from a page back to the mount, correct behind any prefix that the browser sees. */
function relativeBase(path: string): string {
  const depth = path.split('/').length - 2;
  return depth <= 0 ? './' : '../'.repeat(depth);
}

/** The mount's address with a trailing slash, which relative addresses need; null if it has one. */
function withSlash(request: MountedRequest): string | null {
  const { path, query } = addressAsked(request);
  if (pathOf(request) !== '/' || path.endsWith('/')) return null;
  return `./${path.split('/').at(-1) ?? ''}/${query === '' ? '' : `?${query}`}`;
}
