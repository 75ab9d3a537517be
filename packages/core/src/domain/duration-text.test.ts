import { describe, expect, it } from 'vitest';
import { durationText, relativeText } from './duration-text.ts';

const NOW = Date.parse('2026-01-31T08:30:00Z');

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_345, '12.3 s'],
    [59_999, '59.9 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [7_200_000, '2 h'],
    [2 * 86_400_000 + 5 * 3_600_000, '2 d 5 h'],
    [30 * 86_400_000 + 5 * 3_600_000, '30 d'],
  ])('says %i ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('relativeText', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [12_000, 'in 12 s'],
    [-200_000, '3 min 20 s ago'],
    [26 * 3_600_000, 'in 1 d 2 h'],
  ])('sees %i ms away as %s', (distance, text) => {
    expect(relativeText(NOW + distance, NOW)).toBe(text);
  });
});
