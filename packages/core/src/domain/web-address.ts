import { z } from 'zod';
import { expected } from './expected.ts';

/** An address that a browser may open from a link: no other scheme, no blanks or control characters. Empty is null. */
export function webAddress(what: string, max: number) {
  return z
    .string(expected(what))
    .overwrite((text) => text.trim())
    .max(max, expected(what))
    .refine((text) => text === '' || isWebAddress(text), expected(what))
    .nullable()
    .overwrite((text) => (text === '' ? null : text));
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/iu.test(text) || !URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === 'http:' || protocol === 'https:';
}
