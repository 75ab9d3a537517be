import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The lowest instant that every database can compare with; the numbers in our cursors are instants and counts. */
const LEAST = Date.parse('0001-01-01T00:00:00.000Z');
const MOST = Date.parse('9999-12-31T23:59:59.999Z');

/** Encodes the start of the next page as opaque text. */
export function encodeCursor(cursor: object | null): string | null {
  return cursor === null ? null : Buffer.from(JSON.stringify(cursor, bounded)).toString('base64url');
}

/** Limits numbers to what JSON (no Infinity) and every database can represent. */
function bounded(_name: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, LEAST), MOST);
}

/** Decodes one of our cursors; rejects anything else with an error on `cursor`. */
export function decodeCursor<T>(text: string | undefined, rule: z.ZodType<T>): T | undefined {
  if (text === undefined) return undefined;
  const parsed = rule.safeParse(jsonOf(text));
  if (parsed.success && isBounded(parsed.data)) return parsed.data;
  const issue = { path: 'cursor', message: 'expected a cursor from an earlier answer' };
  throw new ApiError('validation_failed', `cursor: ${issue.message}`, [issue]);
}

function isBounded(cursor: unknown): boolean {
  return Object.values(cursor as object).every(
    (value) => typeof value !== 'number' || (value >= LEAST && value <= MOST),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
