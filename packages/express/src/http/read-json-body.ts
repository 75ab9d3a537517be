import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';
import type { MountedRequest } from './mounted-request.ts';
import { bodyTooLarge, decodeBody, MAX_BODY_BYTES, readBodyText } from './read-body-text.ts';

/** Validation is recursive, and 64 KiB hold enough brackets to overflow the stack. */
const MAX_DEPTH = 100;

/**
 * Reads the body as JSON, whether or not a body parser of the application has read it before; undefined if there is
 * none. Throws `unsupported_media_type`, `payload_too_large`, `invalid_json` or `validation_failed`.
 */
export async function readJsonBody(request: MountedRequest): Promise<unknown> {
  if (isBlank(request)) return undefined;
  requireJson(request);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge();
  const wasRead = request.readableEnded || Reflect.get(request, '_body') === true; // set by body-parser
  const value = wasRead ? await bodyOfApplication(request) : parse(await readBodyText(request));
  requireShallow(value);
  return value;
}

/** JSON parsers leave a value; parsers for text or bytes, and platforms that keep the bytes, leave it unparsed. */
async function bodyOfApplication(request: MountedRequest): Promise<unknown> {
  const { body, rawBody } = request;
  const left = body === undefined || isEmptyObject(body) ? (rawBody ?? body) : body;
  if (left === undefined) {
    throw new ApiError(
      'invalid_json',
      'the application read the body before the admin and left nothing in request.body: mount the admin before what reads it',
    );
  }
  if (typeof left === 'string') return parse(left);
  if (!(left instanceof Uint8Array)) return left;
  if (left.byteLength > MAX_BODY_BYTES) throw bodyTooLarge();
  return parse(await decodeBody(request, left));
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function parse(text: string): unknown {
  if (text.length > MAX_BODY_BYTES) throw bodyTooLarge();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('invalid_json', `the body is not JSON: ${(error as Error).message}`);
  }
}

/** Walks level by level, so that the check itself does not recurse. */
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

/** True if there is no body: neither a length nor chunked encoding was announced. */
function isBlank({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (length === undefined || length === '0') && headers['transfer-encoding'] === undefined;
}

/** Accepts only JSON: what a form on another site can send is rejected before it is read. */
function requireJson({ headers }: IncomingMessage): void {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new ApiError('unsupported_media_type', 'expected content-type application/json');
}
