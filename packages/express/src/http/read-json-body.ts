import type { Request } from 'express';
import { ApiError } from './api-error.ts';

const MAX_BODY_BYTES = 65_536;

/**
 * The body as JSON, with or without a body parser of the host before us; undefined when there is none.
 * Throws `unsupported_media_type`, `payload_too_large` or `invalid_json`.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const isParsedByHost = request.body !== undefined && request.readableEnded;
  if (isParsedByHost && !isBlank(request)) {
    requireJson(request);
    return request.body as unknown;
  }
  if (isBlank(request)) return undefined;
  requireJson(request);
  const text = await readText(request);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `the body is not JSON: ${(error as Error).message}`);
  }
}

/** No body at all: neither a length nor chunks were announced. */
function isBlank(request: Request): boolean {
  const length = request.headers['content-length'];
  return (length === undefined || length === '0') && request.headers['transfer-encoding'] === undefined;
}

/** Only JSON: what a form of another site can send is refused before it is read. */
function requireJson(request: Request): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new ApiError('unsupported_media_type', 'expected content-type application/json');
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () =>
    new ApiError('payload_too_large', `the body is larger than ${MAX_BODY_BYTES / 1024} KiB`);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
