import { describe, expect, it } from 'vitest';
import { keyTarget } from './use-walk.ts';

describe('the keys in a drawing of many values', () => {
  it.each([
    ['ArrowLeft', 5, 4],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 5, 6],
    ['ArrowRight', 9, 9],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['Tab', 5, null],
  ] as const)('%s leads from %d of ten to %s', (key, from, to) => {
    expect(keyTarget(key, from, 10)).toBe(to);
  });
});
