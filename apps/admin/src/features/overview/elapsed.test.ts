import { describe, expect, it } from 'vitest';
import { elapsedOf } from './elapsed.ts';

const startedAt = '2026-01-31T08:30:00.000Z';
const after = (seconds: number) => Date.parse(startedAt) + seconds * 1_000;

describe('how long a run has been running', () => {
  it('is compared with the usual duration', () => {
    expect(elapsedOf(startedAt, 40_000, after(10))).toEqual({
      text: '10 s of about 40 s',
      share: 0.25,
      isLong: false,
    });
  });

  it('is long from half as long again', () => {
    expect(elapsedOf(startedAt, 40_000, after(50))).toEqual({
      text: '50 s, usually 40 s',
      share: 1,
      isLong: false,
    });
    expect(elapsedOf(startedAt, 40_000, after(61)).isLong).toBe(true);
    expect(elapsedOf(startedAt, 30, after(3)).isLong).toBe(false);
  });

  it('is given alone where no usual duration is known', () => {
    expect(elapsedOf(startedAt, null, after(0))).toEqual({
      text: 'less than 1 s',
      share: null,
      isLong: false,
    });
  });
});
