import { expect, it } from 'vitest';
import { agoText, awayText } from './ago-text.ts';

it.each([
  [-5_000, 'now'],
  [0, 'now'],
  [12_900, '12 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [211_000, '3 min ago'],
  [3_599_999, '59 min ago'],
  [5.9 * 3_600_000, '5 h ago'],
  [47 * 3_600_000, '1 d ago'],
  [40 * 86_400_000, '40 d ago'],
])('%d ms are "%s"', (age, text) => {
  expect(agoText(1_800_000_000_000 - age, 1_800_000_000_000)).toBe(text);
});

it.each([
  [-5_000, 'now'],
  [12_900, 'in 12 s'],
  [200_000, 'in 3 min 20 s'],
  [605_000, 'in 10 min'],
  [3_599_999, 'in 59 min'],
  [17_640_000, 'in 4 h 54 min'],
])('%d ms ahead are "%s"', (distance, text) => {
  expect(awayText(1_800_000_000_000 + distance, 1_800_000_000_000)).toBe(text);
});
