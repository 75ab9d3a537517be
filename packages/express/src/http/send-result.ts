import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { acceptsEncoding } from './accepts-encoding.ts';
import { sendJson } from './answer.ts';
import type { ApiAnswer } from './route.ts';

/** Below this size compression saves nothing noticeable. */
const COMPRESSED_FROM_BYTES = 4_096;

const gzipped = promisify(gzip);

/**
 * Sends a handler's result as JSON. Reads carry an entity tag and become a 304 for a page that has the same version;
 * large bodies are compressed in Node's thread pool.
 */
export async function sendResult(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body }: ApiAnswer,
): Promise<void> {
  if (body === undefined) {
    response.statusCode = status;
    response.end();
    return;
  }
  if (!isRead(request) || status !== 200) {
    sendJson(response, status, body);
    return;
  }
  const json = Buffer.from(JSON.stringify(body));
  const tag = `W/"${createHash('sha1').update(json).digest('base64url')}"`;
  response.setHeader('ETag', tag);
  response.appendHeader('Vary', 'Accept-Encoding');
  if (hasTag(request, tag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  const isCompressed = json.length >= COMPRESSED_FROM_BYTES && acceptsEncoding(request, 'gzip');
  const bytes = isCompressed ? await gzipped(json) : json;
  if (isCompressed) response.setHeader('Content-Encoding', 'gzip');
  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Compares tags weakly: a proxy that compresses turns a strong tag into a weak one. */
export function hasTag({ headers }: IncomingMessage, tag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return (headers['if-none-match'] ?? '').split(',').some((given) => bare(given) === bare(tag));
}
