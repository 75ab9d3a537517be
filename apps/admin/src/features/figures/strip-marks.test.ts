import { OUTCOMES } from '@zenpulse/core/domain';
import { describe, expect, it } from 'vitest';
import { indexAt, markX, pathOf, STRIP_LENGTH } from './strip-marks.ts';

describe('the marks of a strip', () => {
  it('end at the right, however few there are', () => {
    expect(markX(0, 1)).toBe((STRIP_LENGTH - 1) * 4);
    expect(markX(STRIP_LENGTH - 1, STRIP_LENGTH)).toBe((STRIP_LENGTH - 1) * 4);
  });

  it('are found by the place of the pointer', () => {
    expect(indexAt(markX(3, 10) + 1, 10)).toBe(3);
    expect(indexAt(markX(0, 10) - 1, 10)).toBeNull();
    expect(indexAt(STRIP_LENGTH * 4, 10)).toBe(9);
  });

  it('have a shape of their own for each outcome', () => {
    const shapes = OUTCOMES.map((status) => pathOf(status, [status]));
    expect(new Set(shapes).size).toBe(OUTCOMES.length);
  });

  it('are drawn for the outcomes of that kind alone', () => {
    expect(pathOf('fail', ['success', 'success'])).toBe('');
    expect(pathOf('fail', ['fail', 'success', 'fail']).match(/M/g)).toHaveLength(2);
  });
});
