import { describe, expect, it } from 'vitest';
import { hasInvisible, visibleText } from './visible-text.ts';

describe('a text with characters that cannot be seen', () => {
  it.each([
    ['invoice\u202etxt.exe', 'invoice\\u202etxt.exe'],
    ['a\u200bb', 'a\\u200bb'],
    ['a\u200db', 'a\\u200db'],
    ['\ufeffa', '\\ufeffa'],
    ['a\u00adb', 'a\\u00adb'],
    ['a\u2066b\u2069', 'a\\u2066b\\u2069'],
    ['a\u061cb', 'a\\u061cb'],
    ['a\u3164b', 'a\\u3164b'],
    ['a\u2800b', 'a\\u2800b'],
    ['a\u{e0001}b', 'a\\udb40\\udc01b'],
  ])('shows them as escapes: %j', (text, shown) => {
    expect([hasInvisible(text), visibleText(text)]).toEqual([true, shown]);
    expect(JSON.parse(`"${shown}"`)).toBe(text);
  });

  it.each([
    '',
    'billing.dunning',
    'größe',
    '日本語',
    'नमस्ते',
    'العربية',
    'עברית',
    '❤️',
    '🦄',
    'a b\n\tc',
    '\u001b[31mred',
  ])('leaves what can be seen, and what steers a terminal, as it is: %j', (text) => {
    expect([hasInvisible(text), visibleText(text)]).toEqual([false, text]);
  });
});
