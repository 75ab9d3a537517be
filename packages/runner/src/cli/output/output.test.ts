import { describe, expect, it } from 'vitest';
import { colorOutcome } from './outcome-color.ts';
import { harmless, table } from './table.ts';
import { zonedTime, zonedTimeAndZone } from './zoned-time.ts';

describe('a table', () => {
  it('pads columns to the widest cell and leaves no blanks at the end', () => {
    const text = table(
      ['JOB', 'ON'],
      [
        ['a', 'on'],
        ['täglich 日本', 'off'],
      ],
    );
    expect(text.split('\n')).toEqual(['JOB         ON', 'a           on', 'täglich 日本  off']);
  });

  it('lets nothing of a cell steer the terminal or break the line', () => {
    expect(table(['WHAT'], [['a\u001B[31mred\nand\u2028more\u0007']])).toBe('WHAT\na [31mred and more');
  });

  it('leaves text of several lines its lines', () => {
    expect(harmless('\u001B[2Ja\n\tb\r')).toBe('[2Ja\n\tb');
  });

  it('takes no room for colours', () => {
    const painted = table(['A', 'B'], [['x', 'y']], (cell) => `<${cell}>`);
    expect(painted).toBe('A  B\n<x>  <y>');
  });
});

describe('colours', () => {
  it('are for outcomes on a terminal alone', () => {
    expect(colorOutcome('fail', false)).toBe('fail');
    expect(colorOutcome('toString', true)).toBe('toString');
    expect(colorOutcome('-', true)).toBe('-');
  });
});

describe('a time in its zone', () => {
  it.each([
    ['2026-01-05T02:30:00Z', 'Asia/Dhaka', 'Mon 2026-01-05 08:30:00 +06:00'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', 'Sun 2026-03-29 03:00:00 +02:00'],
    ['2026-01-01T00:00:00Z', 'UTC', 'Thu 2026-01-01 00:00:00 +00:00'],
    ['2026-07-01T00:00:00Z', 'America/St_Johns', 'Tue 2026-06-30 21:30:00 -02:30'],
  ])('%s in %s', (at, zone, text) => {
    expect(zonedTime(Date.parse(at), zone)).toBe(text);
    expect(zonedTimeAndZone(Date.parse(at), zone)).toBe(`${text} ${zone}`);
  });
});
