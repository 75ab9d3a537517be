import type { Request } from 'express';
import { ApiError } from './api-error.ts';

const MAX_BODY_BYTES = 65_536;
/** What judges a body works by recursion, and 64 KiB hold enough brackets to overflow its stack. */
const MAX_DEPTH = 100;

/**
 * The body as JSON, with or without a body parser of the host before us; undefined when there is none.
 * Throws `unsupported_media_type`, `payload_too_large`, `invalid_json` or `validation_failed`.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (isBlank(request)) return undefined;
  requireJson(request);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const wasReadByHost = request.readableEnded;
  const value = wasReadByHost ? (request.body as unknown) : parse(await readText(request));
  requireShallow(value);
  return value;
}

function parse(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `the body is not JSON: ${(error as Error).message}`);
  }
}

function tooLarge(): ApiError {
  return new ApiError('payload_too_large', `the body is larger than ${MAX_BODY_BYTES / 1024} KiB`);
}

/** Level by level, so that depth costs no stack here either. */
function requireShallow(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      const issue = { path: '', message: `expected at most ${MAX_DEPTH} levels of nesting, got more` };
      throw new ApiError('validation_failed', issue.message, [issue]);
    }
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
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

/** What comes after too much is read away unkept, so that the answer arrives and the connection lives on. */
function readText(request: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    const brokeOff = () => reject(new ApiError('invalid_json', 'the body broke off'));
    if (request.destroyed) brokeOff();
    else request.on('error', brokeOff);
  });
}
