import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** Packs where the next page begins into text that means nothing to a caller. */
export function encodeCursor(cursor: object | null): string | null {
  return cursor === null ? null : Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Unpacks a cursor of ours; anything else is refused by name. */
export function decodeCursor<T>(text: string | undefined, rule: z.ZodType<T>): T | undefined {
  if (text === undefined) return undefined;
  const parsed = rule.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const issue = { path: 'cursor', message: 'expected a cursor from an earlier answer' };
  throw new ApiError('validation_failed', `cursor: ${issue.message}`, [issue]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
