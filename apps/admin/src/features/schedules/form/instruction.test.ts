import { expect, it } from 'vitest';
import { instruction } from './instruction.ts';

it.each([
  [
    'expected whole seconds from 1 to 604800, or null for no timeout, got "x"',
    'Use whole seconds from 1 to 604800',
  ],
  [
    'expected an IANA time zone such as "Europe/Berlin", got "Mars/Olympus, got it"',
    'Use an IANA time zone such as "Europe/Berlin"',
  ],
  ['Use 0–59, *, */15, 1,15 or 10-40/5; got "61"', 'Use 0–59, *, */15, 1,15 or 10-40/5; got "61"'],
  [
    'expected days that exist: no date has day "31", month "2"',
    'Use days that exist: no date has day "31", month "2"',
  ],
  ['unknown field', 'unknown field'],
])('says what to type: %s', (message, text) => {
  expect(instruction(message)).toBe(text);
});
