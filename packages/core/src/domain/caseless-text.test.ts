import { describe, expect, it } from 'vitest';
import { caselessForms, caselessMatcher } from './caseless-text.ts';

describe('caselessMatcher', () => {
  it.each([
    ['Übersicht', 'übersicht'],
    ['übersicht', 'ÜBERSICHT'],
    ['Отчёт', 'ОТЧЁТ'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδος', 'ΟΔΟΣ'],
    ['the 日本 report', '日本'],
    ['Straße', 'straße'],
    ['𐐀', '𐐨'],
    ['a^b]c\\d-e[f.g*h', '^B]C\\D-E[F.G*'],
    ['disk at 100%', '0%'],
  ])('finds in %j the text %j', (text, search) => {
    expect(caselessMatcher(search)(text)).toBe(true);
  });

  it.each([
    ['Ubersicht', 'Übersicht'],
    ['mailXsend', 'mail.send'],
    ['Strasse', 'Straße'],
    ['K\u212A', 'kk'], // the Kelvin sign is not typed on keyboards
    ['abc', 'a.c'],
  ])('does not find in %j the text %j', (text, search) => {
    expect(caselessMatcher(search)(text)).toBe(false);
  });

  it('takes half of a surrogate pair as the replacement character, as the databases store it', () => {
    expect(caselessMatcher('\uD800')('a\uFFFDb')).toBe(true);
  });
});

describe('caselessForms', () => {
  it('gives each character with its other case, and nothing to what has none', () => {
    expect(caselessForms('aÜ1日')).toEqual([['a', 'A'], ['Ü', 'ü'], ['1'], ['日']]);
  });

  it('keeps the letters of ASCII among themselves', () => {
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
    expect(caselessForms(ascii).flat().join('')).toMatch(/^[\0-\x7F]+$/);
  });
});
