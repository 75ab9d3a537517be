import { expect, it } from 'vitest';
import { agoText } from './ago-text.ts';

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
