import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ApiError } from './api-error.ts';

/** Limits the decompressed body: decompression stops at this size, so a small body cannot expand into a huge one. */
export const MAX_BODY_BYTES = 65_536;

export function bodyTooLarge(): ApiError {
  return new ApiError('payload_too_large', `the body is larger than ${MAX_BODY_BYTES / 1024} KiB`);
}

/**
 * Reads the body as text, decompressed and decoded by its headers. After an error or past the limit, the remaining
 * bytes are read and discarded, so that the answer arrives and the connection stays usable.
 */
export async function readBodyText(request: IncomingMessage): Promise<string> {
  const { default: getRawBody } = await import('raw-body');
  const stream = decompressed(request);
  try {
    return await getRawBody(stream, { limit: MAX_BODY_BYTES, encoding: charsetOf(request) });
  } catch (error) {
    if (stream !== request) stream.destroy();
    request.unpipe().resume();
    throw bodyError(error, request);
  }
}

/** Decodes bytes that were already read and decompressed. */
export async function decodeBody(request: IncomingMessage, bytes: Uint8Array): Promise<string> {
  const { default: iconv } = await import('iconv-lite');
  const charset = charsetOf(request);
  if (!iconv.encodingExists(charset)) throw unknownCharset(charset);
  return iconv.decode(Buffer.from(bytes), charset);
}

const DECOMPRESSORS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function decompressed(request: IncomingMessage): Readable {
  const coding = codingOf(request);
  if (coding === 'identity') return request;
  const make = Object.hasOwn(DECOMPRESSORS, coding) ? DECOMPRESSORS[coding] : undefined;
  if (make === undefined) {
    throw new ApiError(
      'unsupported_media_type',
      `expected content-encoding gzip, deflate or br, got "${coding}"`,
    );
  }
  const stream = make();
  request.on('error', () => stream.destroy(brokeOff())); // pipe() does not forward errors
  request.pipe(stream);
  return stream;
}

function codingOf({ headers }: IncomingMessage): string {
  return (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
}

function charsetOf({ headers }: IncomingMessage): string {
  const named = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  return (named ?? 'utf-8').toLowerCase();
}

function bodyError(error: unknown, request: IncomingMessage): ApiError {
  if (error instanceof ApiError) return error;
  const { type, code } = error as { readonly type?: unknown; readonly code?: unknown };
  if (type === 'entity.too.large') return bodyTooLarge();
  if (type === 'encoding.unsupported') return unknownCharset(charsetOf(request));
  if (typeof code === 'string' && /^(Z_|ERR_BROTLI|ERR__?ERROR|ERR_PADDING)/.test(code)) {
    return new ApiError('invalid_json', `the body is not ${codingOf(request)}, as its content-encoding says`);
  }
  return brokeOff();
}

function brokeOff(): ApiError {
  return new ApiError('invalid_json', 'the body broke off');
}

function unknownCharset(charset: string): ApiError {
  return new ApiError('unsupported_media_type', `expected a charset such as utf-8, got "${charset}"`);
}
