import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { acceptsEncoding } from './accepts-encoding.ts';
import { sendJson } from './answer.ts';
import type { ApiAnswer } from './route.ts';

/** Below this, compression saves nothing that anybody notices. */
const COMPRESSED_FROM_BYTES = 4_096;

const gzipped = promisify(gzip);

/**
 * A handler's answer as JSON. What is read carries an entity tag, and is a 304 to a page that has it already; large bodies
 * are compressed, in a thread of Node's own.
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

/** Tags are compared weakly: a proxy that compresses makes a strong one weak. */
export function hasTag({ headers }: IncomingMessage, tag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return (headers['if-none-match'] ?? '').split(',').some((given) => bare(given) === bare(tag));
}
